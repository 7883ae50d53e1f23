//! Words for what a home is and has, in both languages, so that a home is found by any of
//! the names people use.

use super::words;
use durbar_domain::attributes::{Amenity, Facing, PropertySubType};
use std::sync::LazyLock;
use strum::VariantArray;

/// What every home may be called.
const HOME: &str = "home property residence nepal घर आवास घरजग्गा नेपाल";

fn of_type(property_sub_type: PropertySubType) -> &'static str {
    match property_sub_type {
        PropertySubType::SingleFamilyResidence => "house villa bungalow mansion भिल्ला बंगला बङ्गला",
        PropertySubType::Townhouse => "townhouse town house row रो हाउस टाउनहाउस",
        PropertySubType::Duplex => "duplex house डुप्लेक्स",
        PropertySubType::Apartment => {
            "apartment flat penthouse condominium condo अपार्टमेन्ट फ्ल्याट पेन्टहाउस"
        }
    }
}

fn of_amenity(amenity: Amenity) -> &'static str {
    match amenity {
        Amenity::SwimmingPool => "swimming pool पौडी पोखरी स्विमिङ पुल",
        Amenity::Garden => "garden lawn yard बगैँचा बगैंचा चौर",
        Amenity::RoofTerrace => "roof rooftop terrace छत कौसी",
        Amenity::Balcony => "balcony बाल्कोनी बरन्डा बार्दली",
        Amenity::MountainView => "mountain himalaya himalayan view हिमाल हिमाली दृश्य",
        Amenity::ValleyView => "valley view उपत्यका दृश्य",
        Amenity::ModularKitchen => "modular kitchen मोडुलर भान्सा किचन",
        Amenity::PujaRoom => "puja pooja prayer room पूजा कोठा",
        Amenity::HomeOffice => "office study workspace कार्यालय कार्यकक्ष अफिस",
        Amenity::Library => "library पुस्तकालय",
        Amenity::HomeCinema => "cinema theatre theater media room सिनेमा होम थिएटर",
        Amenity::Gym => "gym gymnasium fitness जिम व्यायामशाला",
        Amenity::Sauna => "sauna steam सौना",
        Amenity::StaffQuarters => "staff servant quarter helper room कामदार कर्मचारी कोठा",
        Amenity::GuestSuite => "guest suite अतिथि पाहुना कोठा",
        Amenity::WineCellar => "wine cellar वाइन सेलर",
        Amenity::Fireplace => "fireplace hearth चिम्नी अँगेनो फायरप्लेस",
        Amenity::UnderfloorHeating => "underfloor floor heating भुइँ ताप हिटिङ",
        Amenity::AirConditioning => "air conditioning conditioned ac एसी वातानुकूलित",
        Amenity::SolarPower => "solar सोलार सौर्य",
        Amenity::BackupPower => "backup power generator inverter जेनेरेटर इन्भर्टर ब्याकअप",
        Amenity::ElectricVehicleCharger => {
            "ev electric vehicle car charger charging विद्युतीय गाडी चार्जर"
        }
        Amenity::Lift => "lift elevator लिफ्ट",
        Amenity::CoveredParking => "covered parking garage carport पार्किङ ग्यारेज",
        Amenity::SecurityGuard => "security guard सुरक्षा गार्ड पाले",
        Amenity::Cctv => "cctv camera security सिसिटिभी सीसीटीभी क्यामेरा",
        Amenity::GatedCommunity => "gated community colony compound housing कोलोनी आवासीय परिसर",
        Amenity::SmartHome => "smart automation स्मार्ट",
        Amenity::WaterTreatment => "water treatment filter purified पानी शुद्धीकरण फिल्टर",
        Amenity::CourtyardPond => "courtyard pond fish चोक आँगन पोखरी",
    }
}

fn of_facing(facing: Facing) -> &'static str {
    match facing {
        Facing::North => "north facing उत्तर मोहडा",
        Facing::NorthEast => "northeast facing उत्तरपूर्व ईशान मोहडा",
        Facing::East => "east facing पूर्व मोहडा",
        Facing::SouthEast => "southeast facing दक्षिणपूर्व आग्नेय मोहडा",
        Facing::South => "south facing दक्षिण मोहडा",
        Facing::SouthWest => "southwest facing दक्षिणपश्चिम नैऋत्य मोहडा",
        Facing::West => "west facing पश्चिम मोहडा",
        Facing::NorthWest => "northwest facing उत्तरपश्चिम वायव्य मोहडा",
    }
}

/// The words of a table's line, once for each of its entries.
type Table = LazyLock<Vec<Vec<String>>>;

fn cut<T: VariantArray + Copy>(text: fn(T) -> &'static str) -> Vec<Vec<String>> {
    T::VARIANTS
        .iter()
        .map(|variant| words(text(*variant)).collect())
        .collect()
}

/// Words for the kind of home.
pub(in crate::search) fn type_words(
    property_sub_type: PropertySubType,
) -> impl Iterator<Item = &'static str> {
    static HOME_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| words(HOME).collect());
    static TABLE: Table = LazyLock::new(|| cut(of_type));
    TABLE[property_sub_type as usize]
        .iter()
        .chain(HOME_WORDS.iter())
        .map(String::as_str)
}

/// Words for something a home offers.
pub(in crate::search) fn amenity_words(amenity: Amenity) -> impl Iterator<Item = &'static str> {
    static TABLE: Table = LazyLock::new(|| cut(of_amenity));
    TABLE[amenity as usize].iter().map(String::as_str)
}

/// Words for the side a home looks to.
pub(in crate::search) fn facing_words(facing: Facing) -> impl Iterator<Item = &'static str> {
    static TABLE: Table = LazyLock::new(|| cut(of_facing));
    TABLE[facing as usize].iter().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_every_kind_and_amenity() {
        let both = |words: Vec<&str>| {
            words.iter().any(|w| w.is_ascii()) && words.iter().any(|w| !w.is_ascii())
        };
        for kind in PropertySubType::VARIANTS {
            assert!(both(type_words(*kind).collect()), "{kind:?}");
        }
        for amenity in Amenity::VARIANTS {
            assert!(both(amenity_words(*amenity).collect()), "{amenity:?}");
        }
        for facing in Facing::VARIANTS {
            assert!(both(facing_words(*facing).collect()), "{facing:?}");
        }
    }
}
