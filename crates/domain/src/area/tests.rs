use super::*;
use proptest::prelude::*;
use strum::VariantArray;

fn hill(ropani: u64, aana: u64, paisa: u64, dam: u64) -> Area {
    Area::from_hill(HillUnits {
        ropani,
        aana,
        paisa,
        dam,
    })
    .expect("within the maximum")
}

/// Square feet exactly, as 64ths are exact in a double.
fn exact_square_feet(area: Area) -> f64 {
    area.units() as f64 / 64.0
}

#[test]
fn units_in_square_feet() {
    let cases = [
        (Area::ROPANI, 5476.0),
        (Area::AANA, 342.25),
        (Area::PAISA, 85.5625),
        (Area::DAM, 21.390625),
        (Area::BIGHA, 72900.0),
        (Area::KATTHA, 3645.0),
        (Area::DHUR, 182.25),
    ];
    for (area, square_feet) in cases {
        assert_eq!(exact_square_feet(area), square_feet);
    }
    assert_eq!(exact_square_feet(hill(1, 4, 2, 0)), 7016.125);
    assert_eq!(exact_square_feet(hill(1, 4, 1, 0)), 6930.5625);
}

#[test]
fn units_in_square_metres() {
    assert!((Area::ROPANI.square_metres() - 508.737_047_04).abs() < 1e-9);
    assert!((Area::BIGHA.square_metres() - 6_772.631_616).abs() < 1e-9);
}

#[test]
fn figures_need_not_be_carried() {
    assert_eq!(hill(0, 20, 0, 0), hill(1, 4, 0, 0));
    assert_eq!(hill(0, 0, 0, 256), Area::ROPANI);
    let terai = TeraiUnits {
        bigha: 0,
        kattha: 19,
        dhur: 20,
    };
    assert_eq!(Area::from_terai(terai), Some(Area::BIGHA));
}

#[test]
fn areas_above_the_maximum_are_refused() {
    assert_eq!(Area::from_units(Area::MAX.units() + 1), None);
    assert_eq!(Area::from_square_feet(u64::MAX), None);
    let huge = HillUnits {
        ropani: u64::MAX,
        aana: u64::MAX,
        paisa: 0,
        dam: 0,
    };
    assert_eq!(Area::from_hill(huge), None);
    let huge = TeraiUnits {
        bigha: u64::MAX,
        kattha: 0,
        dhur: u64::MAX,
    };
    assert_eq!(Area::from_terai(huge), None);
    for amount in [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -1.0,
        f64::MAX,
        10_000.1,
    ] {
        assert_eq!(
            Area::from_amount(amount, AreaUnit::Ropani),
            None,
            "{amount}"
        );
    }
    assert_eq!(
        Area::from_amount(10_000.0, AreaUnit::Ropani),
        Some(Area::MAX)
    );
    assert_eq!(
        Area::from_amount(-0.0, AreaUnit::Aana),
        Some(Area::default())
    );
    assert!(serde_json::from_str::<Area>("3504640001").is_err());
}

#[test]
fn square_feet_round_to_the_nearest() {
    assert_eq!(Area::AANA.square_feet(), 342);
    assert_eq!(Area::PAISA.square_feet(), 86);
    assert_eq!(Area::MAX.square_feet(), 54_760_000);
}

proptest! {
    #[test]
    fn every_unit_round_trips(units in 0..=Area::MAX.units()) {
        let area = Area::from_units(units).expect("within the maximum");
        for unit in AreaUnit::VARIANTS {
            prop_assert_eq!(Area::from_amount(area.amount(*unit), *unit), Some(area), "{:?}", unit);
        }
        let json = serde_json::to_string(&area).expect("it serialises");
        prop_assert_eq!(serde_json::from_str::<Area>(&json).expect("it reads back"), area);
    }

    #[test]
    fn hill_figures_round_trip(ropani in 0..10_000_u64, aana in 0..16_u64, paisa in 0..4_u64, dam in 0..4_u64) {
        let figures = HillUnits { ropani, aana, paisa, dam };
        prop_assert_eq!(Area::from_hill(figures).expect("within the maximum").to_hill(), figures);
    }

    #[test]
    fn terai_figures_round_trip(bigha in 0..700_u64, kattha in 0..20_u64, dhur in 0..20_u64) {
        let figures = TeraiUnits { bigha, kattha, dhur };
        prop_assert_eq!(Area::from_terai(figures).expect("within the maximum").to_terai(), figures);
    }

    #[test]
    fn square_feet_round_trip(square_feet in 0..=54_760_000_u64) {
        let area = Area::from_square_feet(square_feet).expect("within the maximum");
        prop_assert_eq!(area.square_feet(), square_feet);
    }

    #[test]
    fn figures_are_cut_off_not_rounded(units in 0..=Area::MAX.units()) {
        let area = Area::from_units(units).expect("within the maximum");
        let hill = Area::from_hill(area.to_hill()).expect("not above the area");
        prop_assert!(hill <= area && area.units() - hill.units() < Area::DAM.units());
        let terai = Area::from_terai(area.to_terai()).expect("not above the area");
        prop_assert!(terai <= area && area.units() - terai.units() < Area::DHUR.units());
    }
}
