//! Words: how texts and questions are cut into words that can be compared.

mod fold;
mod stem;

pub(super) use fold::fold;

/// Longest word kept, in characters; what follows adds nothing to finding it.
const MAX_LETTERS: usize = 40;

/// The words of a text, folded and without their endings.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !fold::is_word_letter(letter)).filter(|word| !word.is_empty()).filter_map(|word| {
        let cut: String = word.chars().take(MAX_LETTERS).collect();
        let word = stem::stem(&fold(&cut));
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
}
