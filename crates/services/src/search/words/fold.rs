//! Spelling folded away: words that people write differently become the same.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A word in the form in which words are compared: lower case, without accents, digits of
/// both scripts alike, and for Nepali without the differences that writers mix up (nasal
/// signs, length of vowels, the three sibilants, b and v).
pub(crate) fn fold(word: &str) -> String {
    let letters: Vec<char> = word
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_joiner(*c))
        .collect();
    let mut folded = String::with_capacity(word.len());
    let mut rest = letters.as_slice();
    while let Some((&letter, after)) = rest.split_first() {
        if let Some(past) = nasal_before_its_class(letter, after) {
            rest = past;
            continue;
        }
        if let Some(letter) = fold_letter(letter) {
            folded.push(letter);
        }
        rest = after;
    }
    // A final halanta only silences the vowel and is often left out.
    folded.trim_end_matches(VIRAMA).to_owned()
}

const VIRAMA: char = '\u{94d}';

/// Zero-width joiners choose a letter's shape, not the letter.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{feff}')
}

/// Skips a nasal consonant with halanta before a consonant of its own class, which may be
/// written with an anusvara just as well (कण्ठ, कंठ); anusvaras are skipped too.
fn nasal_before_its_class(letter: char, after: &[char]) -> Option<&[char]> {
    let [VIRAMA, next, ..] = after else {
        return None;
    };
    let same_class = match letter {
        'ङ' => matches!(next, 'क'..='घ'),
        'ञ' => matches!(next, 'च'..='झ'),
        'ण' => matches!(next, 'ट'..='ढ'),
        'न' => matches!(next, 'ट'..='ढ' | 'त'..='ध' | 'च'..='झ'),
        'म' => matches!(next, 'प'..='भ'),
        _ => false,
    };
    same_class.then(|| &after[1..])
}

fn fold_letter(letter: char) -> Option<char> {
    Some(match letter {
        '०'..='९' => char::from(b'0' + (letter as u32 - '०' as u32) as u8),
        'ँ' | 'ं' | '\u{93c}' => return None,
        'ी' => 'ि',
        'ू' => 'ु',
        'ई' => 'इ',
        'ऊ' => 'उ',
        'श' | 'ष' => 'स',
        'व' => 'ब',
        'ण' => 'न',
        other if is_devanagari(other) => other,
        other if is_combining_mark(other) => return None,
        other => other,
    })
}

fn is_devanagari(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{97f}')
}

/// Whether a character belongs to a word. Vowel signs and halanta do, though Unicode
/// doesn't count all of them as letters.
pub(super) fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        || is_joiner(letter)
        || is_combining_mark(letter)
        || (is_devanagari(letter) && !matches!(letter, '।' | '॥' | '॰'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_place_fold_alike() {
        let alike = [
            ["भैंसेपाटी", "भैसेपाटि"],
            ["बाँसबारी", "वांसबारि"],
            ["बूढानीलकण्ठ", "बुढानिलकंठ"],
            ["महाराजगञ्ज", "महाराजगंज"],
            ["सूर्यविनायक", "सुर्यबिनायक"],
            ["काठमाडौँ", "काठमाडौं"],
            ["शहर", "सहर"],
            ["भर्\u{200d}याङ", "भर्याङ"],
            ["छन्", "छन"],
        ];
        for [one, other] in alike {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for [one, other] in [
            ["घर", "गर"],
            ["सानेपा", "सनेपा"],
            ["टोखा", "तोखा"],
            ["पोखरी", "पोखरा"],
        ] {
            assert_ne!(fold(one), fold(other));
        }
    }

    #[test]
    fn digits_accents_and_case_fold() {
        assert_eq!(fold("४२"), "42");
        assert_eq!(fold("Café"), "cafe");
        assert_eq!(fold("ＶＩＬＬＡ"), "villa");
    }
}
