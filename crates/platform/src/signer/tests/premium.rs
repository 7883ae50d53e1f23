use super::*;
use durbar_domain::PropertyId;
use std::net::Ipv4Addr;

const VISITOR: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);

fn access() -> PremiumAccess {
    PremiumAccess::new(SIGNERS[1].clone(), "https://durbar.test/")
}

fn path(address: &str) -> &str {
    address
        .strip_prefix("https://durbar.test")
        .expect("the site's")
}

#[test]
fn cookies_open_one_listing_for_five_minutes() {
    let (access, listing) = (access(), PropertyId::from_bits(1));
    let signed = access
        .signed_cookies(listing, at(NOW), None)
        .expect("signed");
    assert_eq!(signed.path, format!("/premium/{listing}/"));
    let header = cookie_header(&signed.cookies);
    let check = |listing: PropertyId, now: i64| {
        let path = format!("/premium/{listing}/tour/0.jpg");
        access.check(&path, &[&header], None, at(now))
    };
    assert_eq!(check(listing, NOW), Ok(()));
    assert_eq!(check(listing, NOW + 299), Ok(()));
    assert_eq!(
        check(listing, NOW + PREMIUM_TTL_SECONDS),
        Err(Refusal::Expired)
    );
    assert_eq!(
        check(PropertyId::from_bits(2), NOW),
        Err(Refusal::WrongResource)
    );

    let headers = signed.set_cookie_headers();
    assert_eq!(headers.len(), 4);
    let rest =
        format!("; Path=/premium/{listing}/; Max-Age=300; HttpOnly; SameSite=Strict; Secure");
    assert!(
        headers.iter().all(|header| header.ends_with(&rest)),
        "{headers:?}"
    );
    let plain = PremiumAccess::new(SIGNERS[1].clone(), "http://127.0.0.1:3000");
    let plain = plain
        .signed_cookies(listing, at(NOW), None)
        .expect("signed");
    assert!(plain.set_cookie_headers()[0].ends_with("SameSite=Strict"));
}

#[test]
fn an_address_opens_one_object_for_one_visitor() {
    let access = access();
    let key = "prp_1/tour.mp4".parse().expect("a key");
    let anyone = access.signed_url(&key, at(NOW), None).expect("signed");
    let one = access
        .signed_url(&key, at(NOW), Some(VISITOR))
        .expect("signed");
    let check =
        |address: &str, from: Option<IpAddr>| access.check(path(address), &[], from, at(NOW));
    assert_eq!(check(&anyone, None), Ok(()));
    assert_eq!(check(&one, Some(VISITOR.into())), Ok(()));
    let other = Ipv4Addr::new(203, 0, 113, 8);
    assert_eq!(check(&one, Some(other.into())), Err(Refusal::WrongAddress));
    let unsigned = access.address(&key);
    assert_eq!(check(&unsigned, None), Err(Refusal::Unsigned));
}

#[test]
fn keys_are_replaced_while_what_the_one_before_signed_still_opens() {
    let pems = ["K1", "K2", "K3"].map(|id| {
        let (_, der) = SigningKey::generate().expect("a key");
        (id, pem("PRIVATE KEY", &der))
    });
    let key = |at: usize| SigningKey::from_pem(pems[at].0, &pems[at].1).expect("a key");
    let access = PremiumAccess::new(Signer::new(key(0), None), "https://durbar.test");
    let used_elsewhere = access.clone();
    let object = "prp_1/tour.mp4".parse().expect("a key");
    let signed = || access.signed_url(&object, at(NOW), None).expect("signed");
    let opens = |address: &str| {
        used_elsewhere
            .check(path(address), &[], None, at(NOW))
            .is_ok()
    };

    let first = signed();
    assert!(access.replace_keys(Signer::new(key(1), Some(key(0)))));
    assert!(!access.replace_keys(Signer::new(key(1), Some(key(0)))));
    let second = signed();
    assert!(second.contains("Key-Pair-Id=K2") && opens(&second) && opens(&first));
    assert!(access.replace_keys(Signer::new(key(2), Some(key(1)))));
    assert!(opens(&signed()) && opens(&second) && !opens(&first));
    assert_eq!(used_elsewhere.key_pair_id(), "K3");
}
