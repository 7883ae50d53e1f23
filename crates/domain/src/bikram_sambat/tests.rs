use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// Days of Nepal's history whose two dates are told everywhere.
#[test]
fn known_days() {
    let known = [
        ((2007, 11, 7), date(1951, 2, 18)), // Democracy Day
        ((2017, 9, 1), date(1960, 12, 15)), // parliament dissolved
        ((2046, 12, 26), date(1990, 4, 8)), // parties allowed again
        ((2052, 11, 1), date(1996, 2, 13)), // the civil war begins
        ((2058, 2, 19), date(2001, 6, 1)),  // deaths at the palace
        ((2061, 10, 19), date(2005, 2, 1)), // the king takes power
        ((2063, 1, 11), date(2006, 4, 24)), // parliament restored
        ((2065, 2, 15), date(2008, 5, 28)), // the republic
        ((2072, 1, 12), date(2015, 4, 25)), // the earthquake
        ((2072, 6, 3), date(2015, 9, 20)),  // the constitution
        ((2079, 1, 30), date(2022, 5, 13)), // local elections
        ((2079, 8, 4), date(2022, 11, 20)), // general elections
        ((2081, 1, 1), date(2024, 4, 13)),  // new year
        ((2082, 1, 1), date(2025, 4, 14)),  // new year
        ((2083, 1, 1), date(2026, 4, 14)),  // new year
        ((2083, 5, 29), date(2026, 9, 14)),
    ];
    for ((year, month, day), ad) in known {
        let bs = BikramSambat::new(year, month, day).expect("the table knows it");
        assert_eq!(bs.to_ad(), ad, "{bs}");
        assert_eq!(BikramSambat::from_ad(ad), Some(bs), "{ad}");
    }
}

/// Where published tables disagree, ours says this.
#[test]
fn disputed_years_are_pinned() {
    let lengths = |year| month_lengths(year).expect("the table knows it");
    assert_eq!(
        lengths(2062),
        [31, 31, 31, 32, 31, 31, 29, 30, 29, 30, 29, 31]
    );
    assert_eq!(
        lengths(2081),
        [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31]
    );
}

#[test]
fn every_year_has_365_or_366_days() {
    for year in FIRST_YEAR..FIRST_YEAR + 100 {
        let lengths = month_lengths(year).expect("the table knows it");
        let days: u32 = lengths.iter().copied().map(u32::from).sum();
        assert!(matches!(days, 365 | 366), "{year} has {days}");
        assert!(
            lengths.iter().all(|days| (29..=32).contains(days)),
            "{year}"
        );
    }
}

#[test]
fn ends_of_the_table() {
    let first = BikramSambat::new(2000, 1, 1).expect("the first day");
    assert_eq!(first.to_ad(), FIRST_DAY);
    assert_eq!(BikramSambat::from_ad(date(1943, 4, 13)), None);
    let last = BikramSambat::new(2099, 12, 30).expect("the last day");
    assert_eq!(last.to_ad(), date(2043, 4, 13));
    assert_eq!(BikramSambat::from_ad(date(2043, 4, 14)), None);
    assert_eq!(BikramSambat::from_ad(Date::MIN), None);
    assert_eq!(BikramSambat::from_ad(Date::MAX), None);
    for (year, month, day) in [
        (1999, 1, 1),
        (2100, 1, 1),
        (2083, 0, 1),
        (2083, 13, 1),
        (2083, 1, 0),
        (2083, 1, 32),
    ] {
        assert_eq!(
            BikramSambat::new(year, month, day),
            None,
            "{year}-{month}-{day}"
        );
    }
}

#[test]
fn names() {
    let day = BikramSambat::new(2083, 5, 29).expect("a day");
    assert_eq!(
        day.month_name(),
        Localized {
            en: "Bhadra",
            ne: "भदौ"
        }
    );
    assert_eq!(day.to_string(), "2083-05-29");
}

proptest! {
    #[test]
    fn days_round_trip_and_follow_each_other(days in 0..36_524_i64) {
        let ad = FIRST_DAY + SignedDuration::from_hours(24 * days);
        let bs = BikramSambat::from_ad(ad).expect("within the table");
        prop_assert_eq!(bs.to_ad(), ad);
        prop_assert_eq!(BikramSambat::new(bs.year(), bs.month(), bs.day()), Some(bs));
        let tomorrow = BikramSambat::from_ad(ad.tomorrow().expect("a day")).expect("within the table");
        prop_assert!(bs < tomorrow);
        prop_assert!(tomorrow.day() == bs.day() + 1 || tomorrow.day() == 1);
    }
}
