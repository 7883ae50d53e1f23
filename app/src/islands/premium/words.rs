//! Premium media in words.

use durbar_domain::{
    Locale,
    premium::{PremiumEntry, PremiumKind},
};
use durbar_messages::{Label, premium as texts};

/// So many of a kind, as in "2 more pictures".
pub fn name(kind: PremiumKind, count: u16, locale: Locale) -> String {
    let count = count.into();
    match kind {
        PremiumKind::Picture => texts::pictures(locale, count),
        PremiumKind::Panorama => texts::panoramas(locale, count),
        PremiumKind::DroneFilm => texts::drone_films(locale, count),
    }
}

/// What would open it; `None` where it is open.
pub fn way(entry: &PremiumEntry, locale: Locale) -> Option<String> {
    Some(match entry {
        PremiumEntry::Open(_) => return None,
        PremiumEntry::SignIn => texts::sign_in(locale).to_owned(),
        PremiumEntry::Level(level) => texts::opens_with(locale, level.label(locale)),
        PremiumEntry::Closed => texts::closed(locale).to_owned(),
    })
}
