//! Where a home is, in words.

use crate::card;
use durbar_domain::{Locale, Neighbourhood};

/// Neighbourhood and municipality; once where both have one name.
pub fn place(neighbourhood: Neighbourhood, locale: Locale) -> String {
    let name = *neighbourhood.name().get(locale);
    let municipality = *neighbourhood.municipality().get(locale);
    if name == municipality {
        return name.to_owned();
    }
    card::place(locale, name, municipality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_municipality_of_its_name_is_named_once() {
        for (neighbourhood, english, nepali) in [
            (Neighbourhood::Budhanilkantha, "Budhanilkantha", "बूढानीलकण्ठ"),
            (Neighbourhood::Sanepa, "Sanepa, Lalitpur", "सानेपा, ललितपुर"),
        ] {
            assert_eq!(place(neighbourhood, Locale::En), english);
            assert_eq!(place(neighbourhood, Locale::Ne), nepali);
        }
    }
}
