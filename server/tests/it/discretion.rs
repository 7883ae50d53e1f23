//! A home whose owner asked for discretion: nothing the site sends tells the exact place
//! or a price that is told on request only.

use crate::support::{TestSite, response::TestResponse};
use durbar_domain::{Listing, Locale, format, status::Visibility};

/// Every public address that may show these homes.
async fn public_addresses(site: &TestSite) -> Vec<String> {
    let mut addresses: Vec<String> = [
        "/",
        "/homes",
        "/homes?view=map",
        "/homes?view=list",
        "/homes?page=2",
        "/homes?page=2&view=map",
        "/homes?sort=price-high",
        "/homes?sort=price-per-aana",
        "/homes?box=27.6,85.2,27.85,85.5&view=map",
        "/neighbourhoods",
        "/brokers",
        "/map/valley.json",
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/robots.txt",
        "/readyz",
    ]
    .map(str::to_owned)
    .into();
    addresses.extend((0..16).map(|shard| format!("/sitemaps/homes-{shard}.xml")));
    addresses.extend(site.market.brokers.iter().map(|broker| broker.path()));
    for home in &site.market.listings {
        let card = home.summarize();
        addresses.push(card.path());
        addresses.push(format!("/neighbourhoods/{}", home.neighbourhood.key()));
        addresses.push(format!("/homes?in={}&view=map", home.neighbourhood.key()));
        // A box a few metres around the exact place: a search must not confirm it.
        let point = home.location.exact;
        let (south, west) = (point.latitude() - 0.0001, point.longitude() - 0.0001);
        let (north, east) = (point.latitude() + 0.0001, point.longitude() + 0.0001);
        addresses.push(format!(
            "/homes?view=map&box={south:.5},{west:.5},{north:.5},{east:.5}"
        ));
    }
    let nepali: Vec<String> = addresses
        .iter()
        .filter(|path| !path.contains('.'))
        .map(|path| Locale::Ne.path(path))
        .collect();
    addresses.extend(nepali);
    addresses.sort();
    addresses.dedup();
    addresses
}

/// Ways in which a coordinate could be written: four decimals and more, cut or rounded.
fn spellings(degrees: f64) -> Vec<String> {
    let full = format!("{degrees}");
    let (whole, decimals) = full.split_once('.').unwrap_or((&full, ""));
    let mut spellings = vec![format!("{degrees:.4}"), format!("{degrees:.5}")];
    if decimals.len() >= 4 {
        spellings.push(format!("{whole}.{}", &decimals[..4]));
    }
    spellings.sort();
    spellings.dedup();
    spellings
}

fn discreet(site: &TestSite) -> Vec<&Listing> {
    let homes = site
        .market
        .listings
        .iter()
        .filter(|home| home.location.approximate);
    homes
        .filter(|home| home.visibility() != Visibility::Hidden)
        .collect()
}

/// What an answer tells, apart from what the question said itself: a search repeats its box.
fn told(address: &str, answer: &TestResponse) -> String {
    let mut text = answer.text();
    let query = address
        .split_once("box=")
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    for number in query.split([',', '&']).filter(|number| !number.is_empty()) {
        text = text.replace(number, "");
        text = text.replace(number.trim_end_matches('0'), "");
    }
    text
}

#[tokio::test]
async fn no_answer_holds_the_exact_place() {
    let site = TestSite::whole().await;
    let discreet = discreet(&site);
    assert!(discreet.len() >= 5, "the demo market has discreet owners");
    for address in public_addresses(&site).await {
        let answer = site.get(&address).await;
        assert!(answer.code() < 500, "{address}");
        let text = told(&address, &answer);
        for home in &discreet {
            let exact = home.location.exact;
            let (latitudes, longitudes) =
                (spellings(exact.latitude()), spellings(exact.longitude()));
            let has = |spellings: &[String]| {
                spellings
                    .iter()
                    .any(|spelling| text.contains(spelling.as_str()))
            };
            let key = home.slug.as_str();
            // One alone may be a neighbour's by chance; both together are the place.
            assert!(
                !(has(&latitudes) && has(&longitudes)),
                "{address} tells where {key} is"
            );
        }
    }
}

#[tokio::test]
async fn a_narrow_box_around_the_exact_place_finds_nothing() {
    let site = TestSite::whole().await;
    for home in discreet(&site) {
        let point = home.location.exact;
        let public = home.location.public().point;
        if point.metres_to(public) < 30.0 {
            continue;
        }
        let (south, west) = (point.latitude() - 0.0001, point.longitude() - 0.0001);
        let (north, east) = (point.latitude() + 0.0001, point.longitude() + 0.0001);
        let found = site
            .get(&format!(
                "/homes?box={south:.5},{west:.5},{north:.5},{east:.5}"
            ))
            .await;
        assert!(
            !found.text().contains(&home.summarize().path()),
            "{}",
            home.slug.as_str()
        );
    }
}

#[tokio::test]
async fn no_answer_holds_a_price_told_on_request() {
    let site = TestSite::whole().await;
    let homes: Vec<_> = site
        .market
        .listings
        .iter()
        .filter(|home| home.price.on_request)
        .collect();
    assert!(!homes.is_empty());
    let shown: Vec<u64> = site
        .market
        .listings
        .iter()
        .filter(|home| !home.price.on_request)
        .flat_map(|home| {
            let price = &home.price;
            let earlier = price.history.iter().map(|change| change.list_price);
            let closing = price.closing.iter().map(|closing| closing.close_price);
            earlier.chain(closing).chain([price.list_price])
        })
        .map(|price| price.rupees())
        .collect();
    for address in public_addresses(&site).await {
        let text = site.get(&address).await.text();
        for home in homes
            .iter()
            .filter(|home| !shown.contains(&home.price.list_price.rupees()))
        {
            let price = home.price.list_price;
            for locale in [Locale::En, Locale::Ne] {
                assert!(
                    !text.contains(&format::npr(price, locale)),
                    "{address} tells the price of {}",
                    home.slug.as_str()
                );
            }
            assert!(
                !holds_number(&text, &price.rupees().to_string()),
                "{address} tells the price of {}",
                home.slug.as_str()
            );
        }
    }
}

/// Whether the text holds this number by itself, not as a part of a longer one: another
/// home's price in paisa may begin with the same digits.
fn holds_number(text: &str, number: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(number).any(|(start, _)| {
        !digit(text[..start].chars().next_back())
            && !digit(text[start + number.len()..].chars().next())
    })
}
