use super::*;
use jiff::civil::date;

#[test]
fn a_licence_covers_its_tier_until_its_last_day() {
    let expires = date(2027, 4, 13);
    let license = |tier| License {
        number: "KTM-1".into(),
        tier,
        expires,
    };
    let (low, high) = (
        license(LicenseTier::ThreeToFiveCrore),
        license(LicenseTier::AboveFiveCrore),
    );
    let above = |crore| Npr::from_paisa(Npr::crore(crore).paisa() + 1).expect("a price");
    let after = date(2027, 4, 14);
    let cases = [
        (Npr::crore(3), true, true, true),
        (above(3), true, true, false),
        (Npr::crore(5), true, true, false),
        (above(5), false, true, false),
        (Npr::crore(10_000), false, true, false),
    ];
    for (price, low_covers, high_covers, expired_covers) in cases {
        assert_eq!(low.covers(price, expires), low_covers, "{price:?}");
        assert_eq!(high.covers(price, expires), high_covers, "{price:?}");
        assert_eq!(high.covers(price, after), expired_covers, "{price:?}");
    }
    assert!(high.is_current(expires) && !high.is_current(after));
}
