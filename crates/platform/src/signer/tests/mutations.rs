//! Every change of a signed address or cookie is refused.

use super::*;
use proptest::prelude::*;

/// Characters that an address may hold, and some it may not.
const CHARACTERS: &[u8] = b"ABCabcxyz0189-_~.!*'();:@&=+$,/?#%[] \"\\";

/// A policy for [`URL`] and query, without wildcards.
fn policies() -> impl Strategy<Value = (String, Policy)> {
    let query = prop_oneof![Just(""), Just("?size=large"), Just("?a=1&b=%20")];
    let range = prop::option::of(8_u8..=32);
    (query, any::<bool>(), any::<bool>(), range).prop_map(|(query, is_custom, begins, bits)| {
        let url = format!("{URL}{query}");
        // A `?` in a custom policy's resource is a wildcard, so that has no query here.
        let (url, policy) = if is_custom || begins || bits.is_some() {
            (URL.to_owned(), custom(URL))
        } else {
            (url.clone(), canned(&url))
        };
        let policy = match begins {
            true => policy.not_before(at(NOW - 60)).expect("a policy"),
            false => policy,
        };
        let range = bits.map(|bits| format!("203.0.113.7/{bits}").parse::<AddressRange>());
        let policy = match range {
            Some(range) => policy.only_from(range.expect("a range")),
            None => policy,
        };
        (url, policy)
    })
}

/// A text with one change: a character put in, taken out, exchanged or repeated, a part cut
/// off, two parts exchanged.
fn mutated(text: &str, kind: u8, at: prop::sample::Index, with: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = at.index(bytes.len());
    match kind {
        0 => bytes[place] = with,
        1 => bytes.insert(place, with),
        2 => drop(bytes.remove(place)),
        3 => bytes.truncate(place),
        4 => bytes[place] ^= 1 << (with % 7),
        5 => bytes.swap(place, (place + 1 + usize::from(with)) % text.len()),
        6 => drop(bytes.drain(place..(place + usize::from(with)).min(text.len()))),
        _ => bytes.insert(place, bytes[place]),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn signer(is_rsa: bool) -> &'static Signer {
    &SIGNERS[usize::from(!is_rsa)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn of_a_signed_address(
        (url, policy) in policies(),
        is_rsa: bool,
        kind in 0_u8..8,
        place: prop::sample::Index,
        with in prop::sample::select(CHARACTERS),
    ) {
        let signed = signer(is_rsa).signed_url(&url, &policy).expect("signed");
        prop_assert_eq!(verify(signer(is_rsa), &signed), Ok(()));
        let other = mutated(&signed, kind, place, with);
        prop_assume!(other != signed);
        prop_assert!(verify(signer(is_rsa), &other).is_err(), "{}", other);
    }

    #[test]
    fn of_signed_cookies(
        (url, policy) in policies(),
        is_rsa: bool,
        cookie in 0_usize..4,
        kind in 0_u8..8,
        place: prop::sample::Index,
        with in prop::sample::select(CHARACTERS),
    ) {
        // White space around a cookie's value isn't part of it, and `;` ends it.
        prop_assume!(!matches!(with, b' ' | b';'));
        let SignedCookies(mut pairs) = signer(is_rsa).signed_cookies(&policy).expect("signed");
        let value = pairs[cookie].1.clone();
        pairs[cookie].1 = mutated(&value, kind, place, with);
        prop_assume!(pairs[cookie].1 != value);
        prop_assume!(!pairs[cookie].1.contains(';'));
        let header = cookie_header(&SignedCookies(pairs));
        let cookies = [header.as_str()];
        prop_assert!(signer(is_rsa).verify(&request(&url, &cookies)).is_err(), "{}", header);
    }
}

#[test]
fn every_bit_and_every_character_of_one_address() {
    for signer in &*SIGNERS {
        for policy in [canned(URL), custom(URL)] {
            let signed = signer.signed_url(URL, &policy).expect("signed");
            for place in 0..signed.len() {
                for bit in 0..7 {
                    let mut bytes = signed.clone().into_bytes();
                    bytes[place] ^= 1 << bit;
                    let other = String::from_utf8(bytes).expect("ASCII");
                    assert!(verify(signer, &other).is_err(), "{other}");
                }
                let shorter = [&signed[..place], &signed[place + 1..]].concat();
                assert!(verify(signer, &shorter).is_err(), "{shorter}");
            }
        }
    }
}

#[test]
fn parameters_left_out_doubled_or_of_another_address() {
    let [_, signer] = &*SIGNERS;
    for policy in [canned(URL), custom(URL)] {
        let signed = signer.signed_url(URL, &policy).expect("signed");
        let (path, query) = signed.split_once('?').expect("a query");
        let parts: Vec<&str> = query.split('&').collect();
        for (at, part) in parts.iter().enumerate() {
            let mut without = parts.clone();
            without.remove(at);
            let without = format!("{path}?{}", without.join("&"));
            assert!(verify(signer, &without).is_err(), "{without}");
            for doubled in [format!("{signed}&{part}"), format!("{path}?{part}&{query}")] {
                assert!(
                    matches!(verify(signer, &doubled), Err(Refusal::Duplicate(_))),
                    "{doubled}"
                );
            }
        }
        let other = "https://durbar.test/premium/prp_2/tour.mp4";
        let moved = signed.replace(URL, other);
        assert!(verify(signer, &moved).is_err(), "{moved}");
        let later = Policy::canned(URL, at(NOW + 999)).expect("a policy");
        let later = signer.signed_url(URL, &later).expect("signed");
        let signature = |url: &str| {
            let rest = url.split_once("&Signature=").expect("a signature").1;
            rest.split('&').next().expect("a part").to_owned()
        };
        let exchanged = signed.replace(&signature(&signed), &signature(&later));
        assert_eq!(verify(signer, &exchanged), Err(Refusal::WrongSignature));
    }
}
