//! Words: how texts and questions are cut into words that can be compared.

pub(super) mod compounds;
mod fold;
mod stem;
pub(super) mod vocabulary;

pub(super) use fold::fold;

/// Longest word kept, in characters; what follows adds nothing to finding it.
const MAX_LETTERS: usize = 40;
/// Words that say nothing about a home; the Nepali ones folded.
const EMPTY_WORDS: [&str; 30] = [
    "a",
    "an",
    "the",
    "in",
    "at",
    "of",
    "on",
    "for",
    "with",
    "and",
    "or",
    "near",
    "to",
    "by",
    "is",
    "from",
    "र",
    "मा",
    "को",
    "का",
    "कि",
    "ले",
    "छ",
    "छन",
    "हो",
    "पनि",
    "अनि",
    "नजिक",
    "सग",
    "भएको",
];

/// The words of a text that say something, folded and without their endings.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text
        .split(|letter: char| !fold::is_word_letter(letter))
        .filter(|part| !part.is_empty());
    parts.filter_map(|part| {
        let cut: String = part.chars().take(MAX_LETTERS).collect();
        let folded = fold(&cut);
        if EMPTY_WORDS.contains(&folded.as_str()) {
            return None;
        }
        let word = stem::stem(&folded);
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_keep_their_vowel_signs() {
        let found: Vec<String> = words("भैंसेपाटीमा दुई घर।").collect();
        assert_eq!(found, ["भैसेपाटि", "दुइ", "घर"]);
    }

    #[test]
    fn punctuation_and_control_characters_part_words() {
        let found: Vec<String> = words("Stone-built\u{0} villas, (2)").collect();
        assert_eq!(found, ["stone", "built", "villa", "2"]);
    }

    #[test]
    fn words_that_say_nothing_are_left_out() {
        let found: Vec<String> = words("a villa in the Sanepa, सानेपामा").collect();
        assert_eq!(found, ["villa", "sanepa", "सानेपा"]);
    }
}
