//! Made-up searches and homes: the same on every run.

use durbar_domain::{
    Listing, Locale, Neighbourhood, Npr, PropertyId, SavedSearchId,
    account::{Account, EmailAddress, SubscriptionLevel},
    attributes::PropertySubType,
    location::GeoPoint,
    saved_search::{AlertFrequency, SavedSearch, SearchName, SearchOwner},
    search::SearchQuery,
};
use durbar_platform::testing::{self, listing};
use enumset::EnumSet;
use jiff::Timestamp;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use strum::VariantArray;

/// Saved searches of an account that has some.
const OF_ACCOUNT: usize = 10;

/// The account of a saved search: every other one belongs to one, ten to each.
pub fn account_of(number: usize) -> Option<Account> {
    let account = (number / 2 / OF_ACCOUNT) as u64;
    number
        .is_multiple_of(2)
        .then(|| testing::account(account, SubscriptionLevel::Gold))
}

/// One saved search as people make them: a place or two or a part of the map, mostly a price,
/// often rooms, sometimes a word; of an account, or of an address of its own.
pub fn search(number: usize) -> SavedSearch {
    let mut random = ChaCha8Rng::seed_from_u64(number as u64);
    let mut parts: Vec<String> = Vec::new();
    match random.random_range(0..10) {
        0..6 => {
            for _ in 0..random.random_range(1..=3) {
                parts.push(format!(
                    "in={}",
                    pick(&mut random, Neighbourhood::VARIANTS).key()
                ));
            }
        }
        6..8 => {
            let south = random.random_range(27.64..27.74);
            let west = random.random_range(85.28..85.40);
            parts.push(format!(
                "box={south:.5},{west:.5},{:.5},{:.5}",
                south + 0.03,
                west + 0.03
            ));
        }
        _ => {}
    }
    if random.random_bool(0.8) {
        let crore = random.random_range(1..30_u64);
        parts.push(format!("min_price={}", crore * 10_000_000));
        parts.push(format!(
            "max_price={}",
            (crore + random.random_range(1..6)) * 10_000_000
        ));
    }
    if random.random_bool(0.6) {
        parts.push(format!("beds={}", random.random_range(2..=6)));
    }
    if random.random_bool(0.4) {
        parts.push(format!(
            "type={}",
            pick(&mut random, PropertySubType::VARIANTS).key()
        ));
    }
    if random.random_bool(0.1) {
        parts.push("q=garden".to_owned());
    }
    let (query, errors) = SearchQuery::parse(&parts.join("&"));
    assert!(errors.is_empty(), "{errors:?}");
    let owner = match account_of(number) {
        Some(account) => SearchOwner::Account(account.account_id),
        None => {
            let address = format!("guest{number}@example.com");
            SearchOwner::Address(EmailAddress::parse("email", &address).expect("an address"))
        }
    };
    let frequencies = [
        AlertFrequency::Instant,
        AlertFrequency::Daily,
        AlertFrequency::Weekly,
    ];
    SavedSearch {
        saved_search_id: SavedSearchId::from_parts(1, number as u128),
        version: 1,
        owner,
        name: SearchName::parse("name", "A home").expect("a name"),
        query,
        frequency: pick(&mut random, &frequencies),
        kinds: EnumSet::all(),
        locale: Locale::En,
        confirmed_at: Some(Timestamp::UNIX_EPOCH),
        removed_at: None,
        created_at: Timestamp::UNIX_EPOCH,
        modified_at: Timestamp::UNIX_EPOCH,
    }
}

/// A home somewhere in the valley.
pub fn home(number: usize) -> Listing {
    let mut random = ChaCha8Rng::seed_from_u64(u64::MAX - number as u64);
    let neighbourhood = pick(&mut random, Neighbourhood::VARIANTS);
    let centre = neighbourhood.centre();
    let mut near = |degrees: f64| degrees + random.random_range(-0.01..0.01);
    let place = GeoPoint::new("place", near(centre.latitude()), near(centre.longitude()));
    let mut home = listing(number as u64);
    home.listing_id = PropertyId::from_parts(2, number as u128);
    home.neighbourhood = neighbourhood;
    home.location.exact = place.expect("a point on Earth");
    home.property_sub_type = pick(&mut random, PropertySubType::VARIANTS);
    home.price.list_price = Npr::crore(random.random_range(1..30));
    home.structure.bedrooms_total = random.random_range(2..=8);
    home
}

fn pick<T: Copy>(random: &mut ChaCha8Rng, choices: &[T]) -> T {
    *choices.choose(random).expect("there is a choice")
}
