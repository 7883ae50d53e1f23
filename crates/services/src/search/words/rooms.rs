//! Counts of rooms as words of their own: `4 bedrooms`, `four-bedroom`, `4BHK`, `४ कोठा`.

/// The word that stands for a home's count of bedrooms.
pub(in crate::search) fn bedrooms(count: u8) -> String {
    format!("{count}bedroom")
}

/// The word that stands for a home's count of bathrooms.
pub(in crate::search) fn bathrooms(count: u8) -> String {
    format!("{count}bathroom")
}

/// Joins a number and the kind of room after it into one word.
pub(in crate::search) fn join(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let written_together = split_count(&word).and_then(|(count, room)| Some(room_of(room)?(count)));
        let after_number = || {
            let count = count_of(joined.last()?)?;
            Some(room_of(&word)?(count))
        };
        match (written_together, after_number()) {
            (Some(rooms), _) => joined.push(rooms),
            (None, Some(rooms)) => {
                joined.pop();
                joined.push(rooms);
            }
            (None, None) => joined.push(word),
        }
    }
    joined
}

fn room_of(word: &str) -> Option<fn(u8) -> String> {
    match word {
        "bed" | "bedroom" | "bhk" | "br" | "बेडरुम" | "कोठा" => Some(bedrooms),
        "bath" | "bathroom" | "बाथरुम" => Some(bathrooms),
        _ => None,
    }
}

fn split_count(word: &str) -> Option<(u8, &str)> {
    let letters = word.find(|c: char| !c.is_ascii_digit())?;
    Some((word[..letters].parse().ok()?, &word[letters..]))
}

fn count_of(word: &str) -> Option<u8> {
    const ENGLISH: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let named = ENGLISH.iter().position(|name| *name == word);
    named.and_then(|count| u8::try_from(count).ok()).or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::join;

    fn joined(text: &str) -> Vec<String> {
        join(words(text).collect())
    }

    #[test]
    fn counts_of_rooms_become_one_word() {
        for text in ["4 bedrooms", "four-bedroom", "4BHK", "4 BHK", "४ बेडरूम", "४ कोठा"] {
            assert_eq!(joined(text), ["4bedroom"], "{text}");
        }
        assert_eq!(joined("villa 4 bed 3 bath"), ["villa", "4bedroom", "3bathroom"]);
    }

    #[test]
    fn other_numbers_stay() {
        assert_eq!(joined("6 m road"), ["6", "m", "road"]);
        assert_eq!(joined("bed"), ["bed"]);
    }
}
