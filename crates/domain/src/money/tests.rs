use super::*;
use crate::area::HillUnits;
use proptest::prelude::*;

fn hill(ropani: u64, aana: u64) -> Area {
    Area::from_hill(HillUnits {
        ropani,
        aana,
        paisa: 0,
        dam: 0,
    })
    .expect("an area")
}

#[test]
fn price_of_an_aana() {
    // 12.5 crore for 1 ropani 4 aana (20 aana) is 62.5 lakh an aana.
    assert_eq!(Npr::crore(12).per_aana(hill(0, 12)), Some(Npr::crore(1)));
    let price = Npr::from_rupees(125_000_000).expect("a price");
    assert_eq!(price.per_aana(hill(1, 4)), Npr::from_rupees(6_250_000));
    // 9.8 crore for 13 aana is 75,38,461.5…: to the nearest thousand.
    let price = Npr::from_rupees(98_000_000).expect("a price");
    assert_eq!(price.per_aana(hill(0, 13)), Npr::from_rupees(7_538_000));
}

#[test]
fn no_price_of_an_aana() {
    assert_eq!(Npr::crore(12).per_aana(Area::default()), None);
    assert_eq!(
        Npr::crore(10_000).per_aana(Area::DAM),
        None,
        "above the maximum"
    );
    assert_eq!(
        Npr::from_rupees(100)
            .expect("a price")
            .per_aana(Area::ROPANI),
        None,
        "rounds to nothing"
    );
}

#[test]
fn amounts_above_the_maximum_are_refused() {
    assert_eq!(Npr::from_rupees(Npr::MAX_RUPEES), Some(Npr::crore(10_000)));
    assert_eq!(Npr::from_rupees(Npr::MAX_RUPEES + 1), None);
    assert_eq!(Npr::from_rupees(u64::MAX), None);
    assert_eq!(Npr::from_paisa(Npr::MAX_RUPEES * 100 + 1), None);
    assert!(serde_json::from_str::<Npr>("10000000000001").is_err());
    assert!(serde_json::from_str::<Npr>("-1").is_err());
}

proptest! {
    #[test]
    fn amounts_round_trip(paisa in 0..=Npr::MAX_RUPEES * 100) {
        let price = Npr::from_paisa(paisa).expect("within the maximum");
        prop_assert_eq!(price.paisa(), paisa);
        prop_assert_eq!(price.rupees(), paisa / 100);
        let json = serde_json::to_string(&price).expect("it serialises");
        prop_assert_eq!(&json, &paisa.to_string());
        prop_assert_eq!(serde_json::from_str::<Npr>(&json).expect("it reads back"), price);
    }

    #[test]
    fn price_of_an_aana_is_right_to_half_a_thousand(
        rupees in 0..=Npr::MAX_RUPEES,
        units in 1..=Area::MAX.units(),
    ) {
        let land = Area::from_units(units).expect("within the maximum");
        let exact = rupees as f64 * Area::AANA.units() as f64 / units as f64;
        match Npr::from_rupees(rupees).expect("within the maximum").per_aana(land) {
            Some(price) => {
                prop_assert_eq!(price.rupees() % 1_000, 0);
                prop_assert!((price.rupees() as f64 - exact).abs() <= 500.0 + exact * 1e-12);
            }
            None => prop_assert!(exact < 500.01 || exact > Npr::MAX_RUPEES as f64 - 501.0),
        }
    }
}
