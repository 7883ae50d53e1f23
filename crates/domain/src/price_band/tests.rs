use super::*;
use proptest::prelude::*;

fn price() -> impl Strategy<Value = Npr> {
    prop_oneof![
        (0..=Npr::MAX_RUPEES).prop_map(|rupees| Npr::from_rupees(rupees).expect("a price")),
        (0..100_u64).prop_map(Npr::crore),
    ]
}

#[test]
fn bounds_belong_to_the_band_above() {
    let band = |crore| PriceBand::of(Some(Npr::crore(crore))).to_string();
    assert_eq!(
        (band(0), band(2), band(3), band(4)),
        ("00".into(), "00".into(), "01".into(), "01".into())
    );
    assert_eq!(
        (band(79), band(80), band(10_000)),
        ("08".into(), "09".into(), "09".into())
    );
    let just_below = Npr::from_paisa(Npr::crore(3).paisa() - 1).expect("a price");
    assert_eq!(PriceBand::of(Some(just_below)).to_string(), "00");
    assert_eq!(PriceBand::of(None).to_string(), "99");
}

#[test]
fn only_bands_are_read() {
    for text in [
        "", "0", "1", "10", "98", "100", "-1", "+1", " 01", "०१", "ab",
    ] {
        assert_eq!(text.parse::<PriceBand>(), Err(PriceBandError), "{text}");
    }
    for band in PriceBand::all() {
        assert_eq!(band.to_string().parse(), Ok(band));
    }
    let texts: Vec<String> = PriceBand::all().map(|band| band.to_string()).collect();
    assert!(texts.is_sorted_by(|a, b| a < b) && texts.iter().all(|text| text.len() == 2));
}

proptest! {
    #[test]
    fn bands_are_in_order_of_price(a in price(), b in price()) {
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(PriceBand::of(Some(low)) <= PriceBand::of(Some(high)));
        prop_assert!(PriceBand::of(Some(high)) <= PriceBand::LAST);
        prop_assert!(PriceBand::LAST < PriceBand::ON_REQUEST);
    }

    #[test]
    fn a_range_is_covered(
        min in prop::option::of(price()), max in prop::option::of(price()), at in prop::option::of(price()),
    ) {
        let (first, last) = PriceBand::covering(min, max);
        let asked = min.is_some() || max.is_some();
        let matches = at.map_or(!asked, |at| min.is_none_or(|min| at >= min) && max.is_none_or(|max| at <= max));
        let band = PriceBand::of(at);
        prop_assert!(!matches || (first <= band && band <= last));
        prop_assert!(!(asked && first <= PriceBand::ON_REQUEST && PriceBand::ON_REQUEST <= last));
    }
}
