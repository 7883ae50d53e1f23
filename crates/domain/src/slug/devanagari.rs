//! Devanagari in Latin letters, as Nepalis write names in chats: without marks, `घर` as
//! `ghar`. General transliteration tables leave out the vowel a consonant carries unwritten.

/// Writes the Devanagari letters of `text` in Latin ones; other characters stay.
pub(super) fn romanize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for word in letters.split_inclusive(|c| !is_devanagari(*c)) {
        romanize_word(word, &mut out);
    }
    out
}

fn romanize_word(word: &[char], out: &mut String) {
    let start = out.len();
    for (index, letter) in word.iter().enumerate() {
        let next = word.get(index + 1).copied();
        if let Some(latin) = consonant(*letter, next) {
            out.push_str(latin);
            let written = next.is_some_and(|sign| sign == VIRAMA || vowel_sign(sign).is_some());
            // The last consonant of a word is bare, unless two come together or it is alone.
            let joined = index > 0 && word[index - 1] == VIRAMA;
            let last = !next.is_some_and(is_devanagari);
            if !written && (!last || joined || out.len() == start + latin.len()) {
                out.push('a');
            }
        } else if let Some(latin) = vowel_sign(*letter).or_else(|| vowel(*letter)) {
            out.push_str(latin);
        } else {
            match letter {
                'ँ' | 'ं' if matches!(next, Some('प'..='म')) => out.push('m'),
                'ँ' | 'ं' => out.push('n'),
                '०'..='९' => out.push(char::from(b'0' + (*letter as u32 - '०' as u32) as u8)),
                // Virama, visarga, nukta, joiners.
                '\u{900}'..='\u{97f}' | '\u{200c}' | '\u{200d}' if *letter != '।' => {}
                other => out.push(*other),
            }
        }
    }
}

const VIRAMA: char = '्';

/// Letters, signs and joiners of the script, but not its full stops.
fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{963}' | '\u{966}'..='\u{97f}' | '\u{200c}' | '\u{200d}')
}

/// The letter without its vowel. Letters with a dot are given as the keyboard's single
/// characters; as two, the dot is passed over.
fn consonant(letter: char, next: Option<char>) -> Option<&'static str> {
    Some(match letter {
        'क' | '\u{958}' => "k",
        'ख' | '\u{959}' => "kh",
        'ग' | '\u{95a}' => "g",
        'घ' => "gh",
        'ङ' | 'ञ' if next == Some(VIRAMA) => "n",
        'ङ' => "ng",
        'च' => "ch",
        'छ' => "chh",
        'ज' | '\u{95b}' => "j",
        'झ' => "jh",
        'ञ' | 'ण' | 'न' | '\u{929}' => "n",
        'ट' | 'त' => "t",
        'ठ' | 'थ' => "th",
        'ड' | 'द' | '\u{95c}' => "d",
        'ढ' | 'ध' | '\u{95d}' => "dh",
        'प' => "p",
        'फ' | '\u{95e}' => "ph",
        'ब' => "b",
        'भ' => "bh",
        'म' => "m",
        'य' | '\u{95f}' => "y",
        'र' | '\u{931}' => "r",
        'ल' | 'ळ' | '\u{934}' => "l",
        'व' => "w",
        'श' | 'ष' => "sh",
        'स' => "s",
        'ह' => "h",
        _ => return None,
    })
}

fn vowel(letter: char) -> Option<&'static str> {
    Some(match letter {
        'अ' | 'आ' => "a",
        'इ' | 'ई' => "i",
        'उ' | 'ऊ' => "u",
        'ऋ' => "ri",
        'ए' => "e",
        'ऐ' => "ai",
        'ओ' | 'ॐ' => "o",
        'औ' => "au",
        _ => return None,
    })
}

fn vowel_sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ा' => "a",
        'ि' | 'ी' => "i",
        'ु' | 'ू' => "u",
        'ृ' | '\u{944}' => "ri",
        'े' | '\u{945}' | '\u{946}' => "e",
        'ै' => "ai",
        'ो' | '\u{949}' | '\u{94a}' => "o",
        'ौ' => "au",
        _ => return None,
    })
}
