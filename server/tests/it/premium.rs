//! Premium media, through the router: only for whoever has a signature.

use crate::support::{SITE, TestSite, response::TestResponse};
use durbar_domain::PropertyId;
use durbar_platform::{
    objects::{Bucket, ObjectKey},
    signer::{PREMIUM_TTL_SECONDS, PremiumAccess, PremiumCookies},
};
use jiff::{SignedDuration, Timestamp};
use std::net::Ipv4Addr;

const VISITOR: &str = "203.0.113.7";

/// A site with a premium picture and a premium film of one listing.
struct Premium {
    site: TestSite,
    listing: PropertyId,
    picture: ObjectKey,
    film: ObjectKey,
}

fn film_bytes() -> Vec<u8> {
    (0..3_000_000_u32).map(|n| (n % 251) as u8).collect()
}

impl Premium {
    async fn new() -> Self {
        let site = TestSite::small().await;
        let listing = PropertyId::from_bits(7);
        let key = |name: &str| {
            format!("{listing}/{name}")
                .parse::<ObjectKey>()
                .expect("a key")
        };
        let (picture, film) = (key("view.jpg"), key("tour.mp4"));
        let objects = &site.stack.platform().objects;
        for (key, kind, bytes) in [
            (&picture, "image/jpeg", b"a picture".to_vec()),
            (&film, "video/mp4", film_bytes()),
        ] {
            let put = objects.put(Bucket::PremiumMedia, key, kind, bytes.into());
            put.await.expect("stored");
        }
        Self {
            site,
            listing,
            picture,
            film,
        }
    }

    fn access(&self) -> &PremiumAccess {
        self.site
            .host
            .premium
            .as_ref()
            .expect("embedded mode has keys")
    }

    /// The path of a signed address.
    fn signed(&self, key: &ObjectKey, at: Timestamp, only_from: Option<Ipv4Addr>) -> String {
        let url = self
            .access()
            .signed_url(key, at, only_from)
            .expect("signed");
        url.strip_prefix(SITE).expect("the site's").to_owned()
    }

    fn cookies(&self, listing: PropertyId) -> String {
        let signed = self
            .access()
            .signed_cookies(listing, Timestamp::now(), None);
        let PremiumCookies { cookies, .. } = signed.expect("signed");
        let pairs = cookies
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// 403, kept by nobody, and without a word on whether there is such an object.
fn assert_refused(answer: &TestResponse, what: &str) {
    assert_eq!(answer.code(), 403, "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert_eq!(answer.header("etag"), "", "{what}");
}

#[tokio::test]
async fn a_signed_address_opens_what_it_names() {
    let premium = Premium::new().await;
    let address = premium.signed(&premium.picture, Timestamp::now(), None);
    let answer = premium.site.get(&address).await;
    assert_eq!((answer.code(), &answer.body[..]), (200, &b"a picture"[..]));
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert!(answer.header("cache-control").starts_with("private"));
    let known = [("if-none-match", answer.header("etag"))];
    assert_eq!(premium.site.get_with(&address, &known).await.code(), 304);

    let film = premium.signed(&premium.film, Timestamp::now(), None);
    let range = [("range", "bytes=2999990-")];
    let part = premium.site.get_with(&film, &range).await;
    assert_eq!(
        (part.code(), &part.body[..]),
        (206, &film_bytes()[2_999_990..])
    );
    assert_eq!(
        part.header("content-range"),
        "bytes 2999990-2999999/3000000"
    );
    assert!(part.header("cache-control").starts_with("private"));
    let outside = [("range", "bytes=3000000-")];
    assert_eq!(premium.site.get_with(&film, &outside).await.code(), 416);
}

#[tokio::test]
async fn cookies_open_one_listing() {
    let premium = Premium::new().await;
    let cookies = premium.cookies(premium.listing);
    let address = format!("/premium/{}", premium.picture);
    let with = |cookies: &str| {
        let (site, address) = (&premium.site, address.clone());
        let cookies = format!("theme=dark; {cookies}");
        async move { site.get_with(&address, &[("cookie", &cookies)]).await }
    };
    let answer = with(&cookies).await;
    assert_eq!((answer.code(), &answer.body[..]), (200, &b"a picture"[..]));
    let other = with(&premium.cookies(PropertyId::from_bits(8))).await;
    assert_refused(&other, "another listing's cookies");
    assert_refused(
        &with(&format!("{cookies}; {cookies}")).await,
        "cookies twice",
    );
    // A broken signature in the address isn't made good by cookies.
    let mixed = format!("{address}?Signature=x");
    let mixed = premium.site.get_with(&mixed, &[("cookie", &cookies)]).await;
    assert_refused(&mixed, "cookies beside a signed address");
}

#[tokio::test]
async fn without_a_valid_signature_nobody_learns_what_there_is() {
    let premium = Premium::new().await;
    let missing: ObjectKey = format!("{}/missing.jpg", premium.listing)
        .parse()
        .expect("a key");
    for key in [&premium.picture, &missing] {
        let signed = premium.signed(key, Timestamp::now(), None);
        let past = Timestamp::now() - SignedDuration::from_secs(PREMIUM_TTL_SECONDS + 1);
        // A signature of ECDSA is a sequence in DER, which begins so in base 64.
        let flipped = signed.replace("&Signature=M", "&Signature=N");
        assert_ne!(flipped, signed);
        for address in [
            format!("/premium/{key}"),
            premium.signed(key, past, None),
            flipped,
            format!("{signed}&x=1"),
            signed.replace("Key-Pair-Id=K", "Key-Pair-Id=L"),
            signed.replace(".jpg?", ".png?"),
            signed.replace("/premium/prp_", "/premium/%70rp_"),
            signed.replace("&Hash-Algorithm=SHA256", ""),
        ] {
            assert_refused(&premium.site.get(&address).await, &address);
        }
    }
    let signed = premium.signed(&missing, Timestamp::now(), None);
    assert_eq!(premium.site.get(&signed).await.code(), 404);
    for odd in [
        "/premium/..%2Fx.jpg",
        "/premium/%ff",
        "/premium/a/b/",
        "/premium/x",
    ] {
        assert_refused(&premium.site.get(odd).await, odd);
    }
    // Cookies for a listing don't lead out of it.
    let cookies = premium.cookies(premium.listing);
    for odd in ["..%2Fprp_8/view.jpg", "%2e%2e/x.jpg", "x", "page.html"] {
        let address = format!("/premium/{}/{odd}", premium.listing);
        let answer = premium
            .site
            .get_with(&address, &[("cookie", &cookies)])
            .await;
        assert_eq!(answer.code(), 404, "{address}");
    }
}

#[tokio::test]
async fn a_signature_may_be_for_one_visitor() {
    let premium = Premium::new().await;
    let visitor: Ipv4Addr = VISITOR.parse().expect("an address");
    let address = premium.signed(&premium.picture, Timestamp::now(), Some(visitor));
    let from = |told: &'static str| {
        let (site, address) = (&premium.site, address.clone());
        async move {
            let header = [("cloudfront-viewer-address", told)];
            site.get_with(&address, &header).await
        }
    };
    assert_eq!(from("203.0.113.7:4711").await.code(), 200);
    assert_refused(&from("203.0.113.8:4711").await, "another visitor");
    assert_refused(&from("2001:db8:0:0:0:0:0:1:4711").await, "over IPv6");
    assert_refused(&premium.site.get(&address).await, "from nowhere known");
}
