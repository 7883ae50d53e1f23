use super::*;
use crate::EventId;
use jiff::civil::date;

fn verified(tier: LicenseTier) -> License {
    let expires = date(2027, 4, 13);
    License {
        verified: Some(Verification {
            audit_id: EventId::from_parts(1, 1),
            at: Timestamp::UNIX_EPOCH,
            until: expires,
        }),
        ..License::unverified("KTM-1", tier, expires)
    }
}

#[test]
fn a_verified_licence_suffices_for_its_tier_until_its_last_day() {
    use LicenseNeed::{Current, HigherTier, Verified};
    let (low, high) = (
        verified(LicenseTier::ThreeToFiveCrore),
        verified(LicenseTier::AboveFiveCrore),
    );
    let unverified = License {
        verified: None,
        ..high.clone()
    };
    let above = |crore| Npr::from_paisa(Npr::crore(crore).paisa() + 1).expect("a price");
    let (last, after) = (date(2027, 4, 13), date(2027, 4, 14));
    let cases = [
        (Npr::crore(3), Ok(()), Ok(()), Ok(()), Ok(())),
        (above(3), Ok(()), Ok(()), Err(Current), Err(Verified)),
        (Npr::crore(5), Ok(()), Ok(()), Err(Current), Err(Verified)),
        (
            above(5),
            Err(HigherTier),
            Ok(()),
            Err(Current),
            Err(Verified),
        ),
    ];
    for (price, low_may, high_may, expired_may, unverified_may) in cases {
        assert_eq!(low.suffices(price, last), low_may, "{price:?}");
        assert_eq!(high.suffices(price, last), high_may, "{price:?}");
        assert_eq!(high.suffices(price, after), expired_may, "{price:?}");
        assert_eq!(
            unverified.suffices(price, last),
            unverified_may,
            "{price:?}"
        );
    }
    assert!(high.is_verified(last) && !high.is_verified(after));
    assert!(!unverified.is_verified(last) && unverified.is_current(last));
}

#[test]
fn a_licence_from_before_there_was_a_check_is_not_verified() {
    let old = r#"{"number":"KTM-1","tier":"AboveFiveCrore","expires":"2027-04-13"}"#;
    let read: License = serde_json::from_str(old).expect("a licence");
    assert_eq!(read.verified, None);
}

#[test]
fn papers_are_told_by_their_content() {
    let cases: [(&[u8], Option<PaperKind>); 7] = [
        (b"\xff\xd8\xff\xe0rest", Some(PaperKind::Jpeg)),
        (b"\x89PNG\r\n\x1a\nrest", Some(PaperKind::Png)),
        (b"RIFF\0\0\0\0WEBPrest", Some(PaperKind::WebP)),
        (b"%PDF-1.7", Some(PaperKind::Pdf)),
        (b"<svg xmlns=", None),
        (b"", None),
        (b"RIFF\0\0\0\0WAVE", None),
    ];
    for (bytes, kind) in cases {
        assert_eq!(PaperKind::of(bytes), kind);
    }
}
