//! Two words that mean one thing: counts of rooms (`4 bedrooms`, `four-bedroom`, `4BHK`,
//! `४ कोठा`) and directions between two others (`south east`, `दक्षिण पूर्व`).

/// The word that stands for a home's count of bedrooms.
pub(in crate::search) fn bedrooms(count: u8) -> String {
    format!("{count}bedroom")
}

/// The word that stands for a home's count of bathrooms.
pub(in crate::search) fn bathrooms(count: u8) -> String {
    format!("{count}bathroom")
}

/// Joins words that mean one thing together.
pub(in crate::search) fn join(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        if let Some((count, room)) =
            split_count(&word).and_then(|(count, room)| Some((count, room_of(room)?)))
        {
            joined.push(room(count));
        } else if let Some(both) = joined.last().and_then(|before| together(before, &word)) {
            joined.pop();
            joined.push(both);
        } else {
            joined.push(word);
        }
    }
    joined
}

fn together(before: &str, word: &str) -> Option<String> {
    match (before, word) {
        ("north" | "south", "east" | "west") | ("उत्तर" | "दक्सिन", "पुर्ब" | "पस्चिम") => {
            Some(format!("{before}{word}"))
        }
        _ => Some(room_of(word)?(count_of(before)?)),
    }
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
    const ENGLISH: [&str; 11] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = ENGLISH.iter().position(|name| *name == word);
    named
        .and_then(|count| u8::try_from(count).ok())
        .or_else(|| word.parse().ok())
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
        for text in [
            "4 bedrooms",
            "four-bedroom",
            "4BHK",
            "4 BHK",
            "४ बेडरूम",
            "४ कोठा",
        ] {
            assert_eq!(joined(text), ["4bedroom"], "{text}");
        }
        assert_eq!(
            joined("villa 4 bed 3 bath"),
            ["villa", "4bedroom", "3bathroom"]
        );
    }

    #[test]
    fn directions_become_one_word() {
        for text in ["south east", "South-East", "southeast"] {
            assert_eq!(joined(text), ["southeast"], "{text}");
        }
        assert_eq!(joined("उत्तर पूर्व"), joined("उत्तरपूर्व"));
        assert_eq!(joined("दक्षिण-पश्चिम"), joined("दक्षिणपश्चिम"));
        assert_eq!(joined("east west"), ["east", "west"]);
    }

    #[test]
    fn other_numbers_stay() {
        assert_eq!(joined("6 m road"), ["6", "m", "road"]);
        assert_eq!(joined("bed"), ["bed"]);
    }
}
