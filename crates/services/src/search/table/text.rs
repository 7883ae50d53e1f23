//! Words without an index: every word asked for occurs in the title or the place.

use crate::search::words::{fold, words};
use durbar_domain::{ListingSummary, Locale};
use strum::VariantArray as _;

/// The words of a question, ready to be looked for in many homes.
pub(super) struct Needles(Vec<String>);

impl Needles {
    /// `None` when the text holds no word: then it asks for nothing.
    pub(super) fn of(text: &str) -> Option<Needles> {
        let needles: Vec<String> = words(text).collect();
        (!needles.is_empty()).then_some(Needles(needles))
    }

    /// Whether every word occurs in the home's title, neighbourhood or municipality, in
    /// either language; the part of the words that the title holds is the score.
    pub(super) fn score(&self, card: &ListingSummary) -> Option<f32> {
        let both = |texts: [&str; 2]| format!("{} {}", fold(texts[0]), fold(texts[1]));
        let title = both([&card.title.en, &card.title.ne]);
        let (name, municipality) = (card.neighbourhood.name(), card.neighbourhood.municipality());
        let place = Locale::VARIANTS
            .iter()
            .fold(String::new(), |mut place, locale| {
                place.push_str(&both([name.get(*locale), municipality.get(*locale)]));
                place.push(' ');
                place
            });
        let mut in_title = 0;
        for needle in &self.0 {
            if title.contains(needle.as_str()) {
                in_title += 1;
            } else if !place.contains(needle.as_str()) {
                return None;
            }
        }
        Some(in_title as f32 / self.0.len() as f32)
    }
}
