//! Endings cut off: plurals in English, case endings in Nepali.

/// Nepali endings written onto a noun, folded; longer ones first.
const NEPALI_ENDINGS: [&str; 9] = ["हरु", "सग", "लाइ", "बाट", "तिर", "को", "का", "कि", "मा"];
/// Letters and signs that must remain of a Nepali word.
const NEPALI_STEM: usize = 2;

/// The word without its ending. Takes and gives folded words.
pub(super) fn stem(word: &str) -> String {
    if word.is_ascii() {
        english(word)
    } else {
        nepali(word).to_owned()
    }
}

/// The plural s, by Harman's rules ("How effective is suffixing?", 1991).
fn english(word: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.len() < 4 || !word.ends_with('s') || ends(&["ss", "us", "is"]) {
        return word.to_owned();
    }
    match word.strip_suffix("ies") {
        Some(start) if !ends(&["eies", "aies"]) => format!("{start}y"),
        _ => word[..word.len() - 1].to_owned(),
    }
}

/// At most two endings, as in `घरहरूमा`.
fn nepali(word: &str) -> &str {
    let once = |word: &'_ str| -> Option<usize> {
        let start = NEPALI_ENDINGS
            .iter()
            .find_map(|ending| word.strip_suffix(ending))?;
        (start.chars().count() >= NEPALI_STEM).then_some(start.len())
    };
    let mut end = word.len();
    for _ in 0..2 {
        match once(&word[..end]) {
            Some(shorter) => end = shorter,
            None => break,
        }
    }
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn plurals_and_singulars_meet() {
        for (many, one) in [
            ("villas", "villa"),
            ("terraces", "terrace"),
            ("balconies", "balcony"),
            ("घरहरु", "घर"),
        ] {
            assert_eq!(stem(many), stem(one));
        }
    }

    #[test]
    fn words_that_only_look_like_plurals_stay() {
        for word in ["glass", "bus", "gas", "iris"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn two_nepali_endings_go() {
        assert_eq!(stem("घरहरुमा"), "घर");
        assert_eq!(stem("मा"), "मा");
    }
}
