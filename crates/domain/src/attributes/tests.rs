use super::*;
use std::{collections::HashSet, fmt::Debug, hash::Hash, str::FromStr};

fn check<T>(count: usize)
where
    T: EnumSetType
        + VariantArray
        + FromStr<Err = strum::ParseError>
        + Into<&'static str>
        + Debug
        + Hash
        + Serialize
        + serde::de::DeserializeOwned,
{
    let keys: HashSet<&str> = T::VARIANTS
        .iter()
        .map(|variant| (*variant).into())
        .collect();
    assert_eq!((T::VARIANTS.len(), keys.len()), (count, count));
    for variant in T::VARIANTS {
        let key: &str = (*variant).into();
        assert!(
            key.bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')),
            "{key}"
        );
        assert_eq!(T::from_str(key), Ok(*variant));
        let json = serde_json::to_string(variant).expect("it serialises");
        assert_eq!(
            serde_json::from_str::<T>(&json).expect("it reads back"),
            *variant
        );
    }
    assert!(T::from_str("").is_err() && T::from_str("nothing-like-it").is_err());
}

#[test]
fn names_round_trip() {
    check::<PropertySubType>(4);
    check::<Facing>(8);
    check::<RoadSurface>(4);
    check::<PlotShape>(4);
    check::<WaterSource>(4);
    check::<Tenure>(2);
    check::<EarthquakeCode>(4);
    check::<Amenity>(30);
}

#[test]
fn names_in_addresses_and_in_data() {
    assert_eq!(
        PropertySubType::SingleFamilyResidence.key(),
        "single-family-residence"
    );
    assert_eq!(Facing::SouthEast.key(), "south-east");
    assert_eq!(PlotShape::LShaped.key(), "l-shaped");
    assert_eq!(EarthquakeCode::Nbc105Of2020.key(), "nbc105-2020");
    let json = serde_json::to_string(&EarthquakeCode::Nbc105Of2020).expect("it serialises");
    assert_eq!(json, "\"NBC105_2020\"");
    let set = Amenity::Garden | Amenity::Lift;
    let json = serde_json::to_string(&set).expect("it serialises");
    assert_eq!(json, r#"["Garden","Lift"]"#);
}

#[test]
fn facings_go_round_clockwise() {
    let degrees: Vec<u16> = Facing::VARIANTS
        .iter()
        .map(|facing| facing.degrees())
        .collect();
    assert_eq!(degrees, [0, 45, 90, 135, 180, 225, 270, 315]);
    assert_eq!(Facing::West.degrees(), 270);
}
