//! The text of a search, as words to look up.

use crate::search::words::{compounds, words};
use durbar_domain::PropertyId;

/// Words looked up; what comes after them narrows nothing.
const MOST_WORDS: usize = 12;

/// What a text asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    pub asked: Vec<Asked>,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// A word; the last one of a text may be the beginning of a word.
    Word { word: String, last: bool },
    /// A listing by its identifier, or by an address that ends with it.
    Listing(PropertyId),
}

impl Question {
    /// `None` when the text holds no word that says something: then it asks for nothing.
    pub(super) fn of(text: &str) -> Option<Question> {
        let mut asked = Vec::new();
        let mut rest = String::new();
        for part in text.split_whitespace() {
            match listing(part) {
                Some(id) => asked.push(Asked::Listing(id)),
                None => {
                    rest.push_str(part);
                    rest.push(' ');
                }
            }
        }
        let mut found = compounds::join(words(&rest).take(MOST_WORDS).collect());
        let mut seen = std::collections::HashSet::new();
        found.retain(|word| seen.insert(word.clone()));
        let count = found.len();
        let word = |(place, word)| Asked::Word {
            word,
            last: place + 1 == count,
        };
        asked.extend(found.into_iter().enumerate().map(word));
        asked.truncate(MOST_WORDS);
        (!asked.is_empty()).then_some(Question { asked })
    }
}

fn listing(part: &str) -> Option<PropertyId> {
    let end = part.rsplit(['/', '-']).next()?.to_lowercase();
    end.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_found_in_an_address() {
        let id = PropertyId::from_parts(1_760_000_000_000, 7);
        let asked = vec![Asked::Listing(id)];
        for text in [
            id.to_string(),
            format!("https://durbar.example/ne/homes/a-villa-{id}"),
            id.to_string().to_uppercase(),
        ] {
            assert_eq!(
                Question::of(&text),
                Some(Question {
                    asked: asked.clone()
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn a_text_without_words_asks_for_nothing() {
        for text in ["", "!?", "in the", "\u{200d}"] {
            assert_eq!(Question::of(text), None, "{text:?}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        let text: String = (0..500).map(|n| format!("word{n} ")).collect();
        assert_eq!(Question::of(&text).expect("words").asked.len(), MOST_WORDS);
    }
}
