use super::*;
use crate::{
    Area, Locale, Npr,
    area::{HillUnits, TeraiUnits},
};
use jiff::civil;
use proptest::prelude::*;

fn rupees(rupees: u64) -> Npr {
    Npr::from_rupees(rupees).expect("a price")
}

#[test]
fn numbers_group_by_the_indian_rule() {
    let cases = [
        (0, "0", "०"),
        (7, "7", "७"),
        (999, "999", "९९९"),
        (1_000, "1,000", "१,०००"),
        (99_999, "99,999", "९९,९९९"),
        (100_000, "1,00,000", "१,००,०००"),
        (1_234_567, "12,34,567", "१२,३४,५६७"),
        (35_000_000, "3,50,00,000", "३,५०,००,०००"),
        (6_000_000_000, "6,00,00,00,000", "६,००,००,००,०००"),
        (
            u64::MAX,
            "1,84,46,74,40,73,70,95,51,615",
            "१,८४,४६,७४,४०,७३,७०,९५,५१,६१५",
        ),
    ];
    for (value, english, nepali) in cases {
        assert_eq!(number(value, Locale::En), english);
        assert_eq!(number(value, Locale::Ne), nepali);
    }
}

#[test]
fn prices_in_full() {
    assert_eq!(npr(rupees(35_000_000), Locale::En), "NPR 3,50,00,000");
    assert_eq!(npr(rupees(35_000_000), Locale::Ne), "रु ३,५०,००,०००");
    let with_paisa = Npr::from_paisa(12_345_099).expect("a price");
    assert_eq!(npr(with_paisa, Locale::En), "NPR 1,23,450");
}

#[test]
fn prices_as_people_say_them() {
    let cases = [
        (0, "NPR 0", "रु ०"),
        (99_999, "NPR 99,999", "रु ९९,९९९"),
        (100_000, "NPR 1 lakh", "रु १ लाख"),
        (150_000, "NPR 1.5 lakh", "रु १.५ लाख"),
        (2_500_500, "NPR 25.01 lakh", "रु २५.०१ लाख"),
        (9_950_000, "NPR 99.5 lakh", "रु ९९.५ लाख"),
        (9_999_499, "NPR 99.99 lakh", "रु ९९.९९ लाख"),
        (9_999_500, "NPR 1 crore", "रु १ करोड"),
        (9_999_900, "NPR 1 crore", "रु १ करोड"), // 99.999 lakh
        (10_000_000, "NPR 1 crore", "रु १ करोड"),
        (35_000_000, "NPR 3.5 crore", "रु ३.५ करोड"),
        (125_000_000, "NPR 12.5 crore", "रु १२.५ करोड"),
        (125_049_999, "NPR 12.5 crore", "रु १२.५ करोड"),
        (125_050_000, "NPR 12.51 crore", "रु १२.५१ करोड"),
        (600_000_000, "NPR 60 crore", "रु ६० करोड"),
        (100_000_000_000, "NPR 10,000 crore", "रु १०,००० करोड"),
    ];
    for (price, english, nepali) in cases {
        assert_eq!(npr_compact(rupees(price), Locale::En), english);
        assert_eq!(npr_compact(rupees(price), Locale::Ne), nepali);
    }
}

#[test]
fn land_in_every_measure() {
    // 1-4-2-0 is 5476 + 4 × 342.25 + 2 × 85.5625 = 7016.125 sq ft.
    let plot = HillUnits {
        ropani: 1,
        aana: 4,
        paisa: 2,
        dam: 0,
    };
    let plot = Area::from_hill(plot).expect("an area");
    let cases = [
        (LandMeasure::Hill, "1-4-2-0", "१-४-२-०"),
        (LandMeasure::SquareFeet, "7,016 sq ft", "७,०१६ वर्ग फिट"),
        (LandMeasure::SquareMetres, "652 m²", "६५२ वर्ग मि."),
        (LandMeasure::Terai, "0-1-18.5", "०-१-१८.५"),
    ];
    for (measure, english, nepali) in cases {
        assert_eq!(area(plot, measure, Locale::En), english);
        assert_eq!(area(plot, measure, Locale::Ne), nepali);
    }
    let field = TeraiUnits {
        bigha: 0,
        kattha: 3,
        dhur: 12,
    };
    let field = Area::from_terai(field).expect("an area");
    assert_eq!(area(field, LandMeasure::Terai, Locale::En), "0-3-12");
    assert_eq!(
        area(Area::default(), LandMeasure::Hill, Locale::En),
        "0-0-0-0"
    );
    // 36 aana are 12,321 sq ft: 67.605 dhur. Just below a kattha is a kattha.
    let plot = Area::from_square_feet(12_321).expect("an area");
    assert_eq!(area(plot, LandMeasure::Terai, Locale::En), "0-3-7.6");
    let nearly = Area::from_units(Area::KATTHA.units() - 1).expect("an area");
    assert_eq!(area(nearly, LandMeasure::Terai, Locale::En), "0-1-0");
    assert_eq!(area(Area::MAX, LandMeasure::Terai, Locale::En), "751-3-6.4");
}

#[test]
fn roads() {
    assert_eq!(metres(60, Locale::En), "6 m");
    assert_eq!(metres(35, Locale::En), "3.5 m");
    assert_eq!(metres(125, Locale::Ne), "१२.५ मि.");
    assert_eq!(metres(0, Locale::Ne), "० मि.");
}

#[test]
fn decimals_lose_their_zeros() {
    assert_eq!(decimal(12.50, 2, Locale::En), "12.5");
    assert_eq!(decimal(100.0, 2, Locale::En), "100");
    assert_eq!(decimal(100.0, 0, Locale::En), "100");
    assert_eq!(decimal(0.049, 1, Locale::En), "0");
    assert_eq!(decimal(-0.001, 2, Locale::En), "0");
    assert_eq!(decimal(-1.25, 2, Locale::Ne), "-१.२५");
}

#[test]
fn days() {
    let day = civil::date(2026, 9, 14);
    assert_eq!(date(day, Locale::En), "14 September 2026");
    assert_eq!(date(day, Locale::Ne), "२०८३ भदौ २९ (१४ सेप्टेम्बर २०२६)");
    let new_year = civil::date(2025, 4, 14);
    assert_eq!(date(new_year, Locale::Ne), "२०८२ वैशाख १ (१४ अप्रिल २०२५)");
    // Before the table of Bikram Sambat.
    assert_eq!(date(civil::date(1934, 1, 15), Locale::Ne), "१५ जनवरी १९३४");
}

proptest! {
    #[test]
    fn grouping_keeps_the_digits(value: u64) {
        let english = number(value, Locale::En);
        prop_assert_eq!(english.replace(',', ""), value.to_string());
        prop_assert_eq!(digits(&english, Locale::Ne), number(value, Locale::Ne));
        let groups: Vec<&str> = english.split(',').collect();
        let (last, rest) = groups.split_last().expect("at least one group");
        prop_assert!(last.len() == 3 || rest.is_empty());
        prop_assert!(rest.iter().skip(1).all(|group| group.len() == 2));
        prop_assert!(groups[0].len() <= 3);
    }

    #[test]
    fn compact_prices_are_right_to_half_a_hundredth(price in 100_000..Npr::MAX_RUPEES) {
        let text = npr_compact(rupees(price), Locale::En);
        let mut words = text.split(' ').skip(1);
        let amount: f64 = words.next().expect("an amount").replace(',', "").parse().expect("a number");
        let unit = match words.next() { Some("crore") => 1e7, Some("lakh") => 1e5, other => panic!("{other:?}") };
        prop_assert!((amount * unit - price as f64).abs() <= unit / 200.0 + 1e-3, "{} for {}", text, price);
        prop_assert!(unit == 1e7 || amount < 100.0, "{}", text);
    }
}
