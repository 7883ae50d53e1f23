//! The neighbourhoods Durbar covers.

use crate::{location::GeoPoint, text::Localized};
use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A neighbourhood of the Kathmandu valley; in addresses in lower case.
#[derive(
    Debug,
    Hash,
    PartialOrd,
    Ord,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
#[enumset(serialize_repr = "list")]
pub enum Neighbourhood {
    Budhanilkantha,
    Bhaisepati,
    Sanepa,
    Dhumbarahi,
    Bansbari,
    Maharajgunj,
    Baluwatar,
    Jhamsikhel,
    Tokha,
    Suryabinayak,
}

use Neighbourhood::*;

impl Neighbourhood {
    /// The six in which the house has always worked.
    pub const CORE: [Neighbourhood; 6] = [
        Budhanilkantha,
        Bhaisepati,
        Sanepa,
        Dhumbarahi,
        Bansbari,
        Maharajgunj,
    ];

    /// The name in an address, as in `bhaisepati`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    pub fn name(self) -> Localized<&'static str> {
        let (en, ne) = match self {
            Budhanilkantha => ("Budhanilkantha", "बूढानीलकण्ठ"),
            Bhaisepati => ("Bhaisepati", "भैंसेपाटी"),
            Sanepa => ("Sanepa", "सानेपा"),
            Dhumbarahi => ("Dhumbarahi", "धुम्बाराही"),
            Bansbari => ("Bansbari", "बाँसबारी"),
            Maharajgunj => ("Maharajgunj", "महाराजगञ्ज"),
            Baluwatar => ("Baluwatar", "बालुवाटार"),
            Jhamsikhel => ("Jhamsikhel", "झम्सिखेल"),
            Tokha => ("Tokha", "टोखा"),
            Suryabinayak => ("Suryabinayak", "सूर्यविनायक"),
        };
        Localized { en, ne }
    }

    /// The municipality it belongs to.
    pub fn municipality(self) -> Localized<&'static str> {
        let (en, ne) = match self {
            Budhanilkantha => ("Budhanilkantha", "बूढानीलकण्ठ"),
            Bhaisepati | Sanepa | Jhamsikhel => ("Lalitpur", "ललितपुर"),
            Dhumbarahi | Bansbari | Maharajgunj | Baluwatar => ("Kathmandu", "काठमाडौँ"),
            Tokha => ("Tokha", "टोखा"),
            Suryabinayak => ("Suryabinayak", "सूर्यविनायक"),
        };
        Localized { en, ne }
    }

    /// Roughly its middle.
    pub fn centre(self) -> GeoPoint {
        let (latitude, longitude) = match self {
            Budhanilkantha => (27.7657, 85.3659),
            Bhaisepati => (27.6514, 85.2990),
            Sanepa => (27.6846, 85.3055),
            Dhumbarahi => (27.7257, 85.3434),
            Bansbari => (27.7432, 85.3436),
            Maharajgunj => (27.7354, 85.3287),
            Baluwatar => (27.7290, 85.3300),
            Jhamsikhel => (27.6790, 85.3090),
            Tokha => (27.7590, 85.3250),
            Suryabinayak => (27.6590, 85.4220),
        };
        GeoPoint::new("centre", latitude, longitude).expect("the table holds points on Earth")
    }
}
