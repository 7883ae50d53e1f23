use super::*;
use std::net::Ipv4Addr;

#[test]
fn addresses_and_cookies_are_let_in() {
    let policies = [
        canned(URL),
        custom(URL),
        custom("https://durbar.test/premium/prp_1/*"),
        custom("http?://durbar.test/*/tour.mp?"),
        canned(URL).only_from(Ipv4Addr::new(203, 0, 113, 7)),
        custom("*").not_before(at(NOW - 1)).expect("a policy"),
    ];
    for signer in &*SIGNERS {
        for policy in &policies {
            let url = signer.signed_url(URL, policy).expect("signed");
            assert_eq!(verify(signer, &url), Ok(()), "{policy:?}");
            let header = cookie_header(&signer.signed_cookies(policy).expect("signed"));
            let cookies = ["theme=dark", header.as_str()];
            assert_eq!(signer.verify(&request(URL, &cookies)), Ok(()), "{policy:?}");
        }
    }
}

#[test]
fn a_policy_begins_and_ends() {
    let [_, signer] = &*SIGNERS;
    let policy = custom(URL).not_before(at(NOW)).expect("a policy");
    let (long, short) = (
        signer.signed_url(URL, &canned(URL)).expect("signed"),
        signer.signed_url(URL, &policy).expect("signed"),
    );
    let when = |url: &str, now: Timestamp| {
        signer.verify(&EdgeRequest {
            now,
            ..request(url, &[])
        })
    };
    let last = Timestamp::new(NOW + 299, 999_999_999).expect("a time");
    for url in [&long, &short] {
        assert_eq!(when(url, last), Ok(()));
        assert_eq!(when(url, at(NOW + 300)), Err(Refusal::Expired));
    }
    assert_eq!(when(&long, at(NOW - 1)), Ok(()));
    assert_eq!(when(&short, at(NOW - 1)), Err(Refusal::NotYet));
    assert_eq!(when(&short, at(NOW)), Err(Refusal::NotYet));
    assert_eq!(when(&short, at(NOW + 1)), Ok(()));
}

#[test]
fn a_policy_may_be_for_some_addresses_only() {
    let [_, signer] = &*SIGNERS;
    let range: AddressRange = "203.0.113.0/24".parse().expect("a range");
    let url = signer
        .signed_url(URL, &canned(URL).only_from(range))
        .expect("signed");
    let from = |address: Option<&str>| {
        signer.verify(&EdgeRequest {
            address: address.map(|text| text.parse().expect("an address")),
            ..request(&url, &[])
        })
    };
    assert_eq!(from(Some("203.0.113.200")), Ok(()));
    for other in [Some("203.0.114.7"), Some("2001:db8::1"), None] {
        assert_eq!(from(other), Err(Refusal::WrongAddress), "{other:?}");
    }
}

#[test]
fn a_policy_is_for_its_resource_only() {
    let [_, signer] = &*SIGNERS;
    let policy = custom("https://durbar.test/premium/prp_1/*.jpg");
    let header = cookie_header(&signer.signed_cookies(&policy).expect("signed"));
    let cookies = [header.as_str()];
    let check = |url: &str| signer.verify(&request(url, &cookies));
    assert_eq!(check("https://durbar.test/premium/prp_1/a/b.jpg"), Ok(()));
    for other in [
        "https://durbar.test/premium/prp_2/a.jpg",
        "https://durbar.test/premium/prp_1/a.png",
        "https://durbar.test/premium/prp_1/a.jpg?x=1",
        "http://durbar.test/premium/prp_1/a.jpg",
        "https://other.test/premium/prp_1/a.jpg",
    ] {
        assert_eq!(check(other), Err(Refusal::WrongResource), "{other}");
    }
    // One canned policy, one address: its query is part of it.
    let url = signer.signed_url(URL, &canned(URL)).expect("signed");
    assert_eq!(
        verify(signer, &format!("{url}&x=1")),
        Err(Refusal::WrongSignature)
    );
}

#[test]
fn a_key_verifies_under_its_own_name_until_it_is_gone() {
    let old = Signer::new(ecdsa_key("K1"), None);
    let url = old.signed_url(URL, &canned(URL)).expect("signed");
    let keys_of = |signer: &Signer| {
        let SignedCookies(pairs) = signer.signed_cookies(&canned(URL)).expect("signed");
        pairs[1].1.clone()
    };
    let rotated = Signer {
        current: Arc::new(ecdsa_key("K2")),
        previous: Some(old.current.clone()),
    };
    assert_eq!(
        (verify(&rotated, &url), keys_of(&rotated).as_str()),
        (Ok(()), "K2")
    );
    let renamed = url.replace("Key-Pair-Id=K1", "Key-Pair-Id=K2");
    assert_eq!(verify(&rotated, &renamed), Err(Refusal::WrongSignature));
    let gone = Signer::new(ecdsa_key("K2"), None);
    assert_eq!(verify(&gone, &url), Err(Refusal::UnknownKey));
}

#[test]
fn a_signed_policy_that_says_more_than_is_understood_is_refused() {
    let [_, signer] = &*SIGNERS;
    let send = |policy: &str| {
        let signature = signer.current.sign(policy.as_bytes()).expect("signed");
        let (policy, signature) = (
            encoding::encode(policy.as_bytes()),
            encoding::encode(&signature),
        );
        let query = format!("Policy={policy}&Signature={signature}&Key-Pair-Id=KECDSA");
        verify(signer, &format!("{URL}?{query}&Hash-Algorithm=SHA256"))
    };
    let good = custom(URL).to_json();
    assert_eq!(send(&good), Ok(()));
    // White space means nothing, and a policy without a resource is for all of them.
    assert_eq!(send(&good.replace(',', " ,\n")), Ok(()));
    assert_eq!(
        send(&good.replace(&format!("\"Resource\":\"{URL}\","), "")),
        Ok(())
    );
    let statement = &good[r#"{"Statement":["#.len()..good.len() - 2];
    for bad in [
        String::new(),
        "{}".to_owned(),
        r#"{"Statement":[]}"#.to_owned(),
        format!(r#"{{"Statement":[{statement},{statement}]}}"#),
        good.replace("DateLessThan", "DateMoreThan"),
        good.replace("1800000300", "\"1800000300\""),
        good.replace("\"Condition\"", "\"Effect\":\"Allow\",\"Condition\""),
        good.replace(r#"{"Statement""#, r#"{"Version":"2012","Statement""#),
        good.replace("}}}]}", r#"},"IpAddress":{"AWS:SourceIp":"anywhere"}}}]}"#),
        format!("{good}x"),
    ] {
        assert_eq!(send(&bad), Err(Refusal::Malformed("Policy")), "{bad}");
    }
}
