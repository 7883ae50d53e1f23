use super::*;

#[test]
fn policies_read_as_aws_writes_them() {
    let canned = canned("https://durbar.test/a b.jpg?\"x\"");
    assert_eq!(
        canned.to_json(),
        r#"{"Statement":[{"Resource":"https://durbar.test/a%20b.jpg?%22x%22=","Condition":{"DateLessThan":{"AWS:EpochTime":1800000300}}}]}"#
    );
    let custom = custom("http*://durbar.test/\"*\"")
        .not_before(at(NOW - 1))
        .expect("a policy")
        .only_from("203.0.113.0/24".parse::<AddressRange>().expect("a range"));
    assert_eq!(
        custom.to_json(),
        r#"{"Statement":[{"Resource":"http*://durbar.test/\"*\"","Condition":{"DateLessThan":{"AWS:EpochTime":1800000300},"DateGreaterThan":{"AWS:EpochTime":1799999999},"IpAddress":{"AWS:SourceIp":"203.0.113.0/24"}}}]}"#
    );
}

#[test]
fn addresses_and_cookies_carry_what_cloudfront_wants() {
    let [rsa, _] = &*SIGNERS;
    let url = rsa.signed_url(URL, &canned(URL)).expect("signed");
    let rest = url.strip_prefix(URL).expect("the address comes first");
    assert!(
        rest.starts_with("?Expires=1800000300&Key-Pair-Id=KRSA&Signature=")
            && rest.ends_with("&Hash-Algorithm=SHA256"),
        "{rest}"
    );
    // 256 bytes in base 64, and the same each time.
    assert_eq!(
        rest.len(),
        "?Expires=1800000300&Key-Pair-Id=KRSA&Signature=&Hash-Algorithm=SHA256".len() + 344
    );
    assert_eq!(rsa.signed_url(URL, &canned(URL)), Ok(url));

    let with_query = format!("{URL}?size=large");
    let signed = rsa.signed_url(&with_query, &custom("*")).expect("signed");
    assert!(
        signed.starts_with(&format!("{with_query}&Policy=eyJTdGF0ZW1lbnQiOl")),
        "{signed}"
    );
    let names = |policy: &Policy| {
        let SignedCookies(pairs) = rsa.signed_cookies(policy).expect("signed");
        pairs.iter().map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let others = [
        "CloudFront-Key-Pair-Id",
        "CloudFront-Signature",
        "CloudFront-Hash-Algorithm",
    ];
    assert_eq!(
        names(&custom("*")),
        [&["CloudFront-Policy"][..], &others].concat()
    );
    assert_eq!(
        names(&canned(URL)),
        [&["CloudFront-Expires"][..], &others].concat()
    );
}

#[test]
fn what_would_never_be_let_in_is_not_signed() {
    let [rsa, _] = &*SIGNERS;
    let other = "https://durbar.test/premium/prp_2/tour.mp4";
    assert_eq!(
        rsa.signed_url(other, &canned(URL)),
        Err(SignError::NotCovered)
    );
    let folder = custom("https://durbar.test/premium/prp_1/*");
    assert_eq!(rsa.signed_url(other, &folder), Err(SignError::NotCovered));
    assert!(rsa.signed_url(URL, &folder).is_ok());
    assert_eq!(
        rsa.signed_url("/premium/x", &folder),
        Err(SignError::NotAnAddress)
    );
    assert_eq!(Policy::custom("", at(NOW)), Err(SignError::NotAnAddress));
    assert_eq!(Policy::canned(URL, at(-1)), Err(SignError::NeverValid));
    assert_eq!(
        canned(URL).not_before(at(NOW + 300)),
        Err(SignError::NeverValid)
    );
}
