use super::*;
use crate::{
    fixtures::villa,
    listing::Price,
    location::{GeoPoint, Location},
};
use jiff::civil::date;
use proptest::prelude::*;

/// All that leaves the server about a listing, in one text.
fn told(listing: &Listing) -> String {
    let page = serde_json::to_string(&listing.publish()).expect("it serialises");
    let card = serde_json::to_string(&listing.summarize()).expect("it serialises");
    let row = format!("{:?}", crate::search::SearchRow::of(&listing.summarize()));
    [page, card, row].join("\n")
}

#[test]
fn a_page_tells_what_the_listing_says() {
    let mut listing = villa();
    listing.price.change(Npr::crore(9), date(2026, 11, 1));
    let page = listing.publish();
    assert_eq!(page.card.list_price, Some(Npr::crore(9)));
    assert_eq!(
        page.card.path(),
        format!("/homes/the-jali-house-{}", listing.listing_id)
    );
    assert_eq!(page.ward, Some(18));
    assert_eq!(
        (
            page.card.pictures.len(),
            page.card.picture_count,
            page.pictures.len()
        ),
        (2, 3, 3)
    );
    let dates: Vec<Date> = page
        .price_history
        .iter()
        .map(|change| change.date)
        .collect();
    assert_eq!(dates, [date(2026, 10, 5), date(2026, 11, 1)]);
    assert_eq!(
        page.card.on_market_date,
        date(2026, 10, 5),
        "a new price doesn't renew a home"
    );
    // 9 crore for 13 aana: 69,23,076.9…
    assert_eq!(page.card.price_per_aana(), Npr::from_rupees(6_923_000));
    let json = serde_json::to_string(&page).expect("it serialises");
    assert_eq!(
        serde_json::from_str::<PublicListing>(&json).expect("it reads back"),
        page
    );
    let json = serde_json::to_string(&listing).expect("it serialises");
    assert_eq!(
        serde_json::from_str::<Listing>(&json).expect("it reads back"),
        listing
    );
}

#[test]
fn a_sale_is_told_without_a_price_on_request() {
    let mut listing = villa();
    listing.price.closing = Some(Closing {
        close_date: date(2026, 11, 9),
        close_price: Npr::crore(9),
    });
    assert_eq!(
        listing.publish().closing.and_then(|sale| sale.close_price),
        Some(Npr::crore(9))
    );
    listing.price.on_request = true;
    let sale = listing.publish().closing.expect("a sale");
    assert_eq!(
        (sale.close_date, sale.close_price),
        (date(2026, 11, 9), None)
    );
}

#[test]
fn addresses_of_pictures() {
    let picture = &villa().pictures[0];
    assert_eq!(picture.avif(960), "/media/pictures/villa-08-0/960.avif");
    assert_eq!(picture.largest_jpeg(), "/media/pictures/villa-08-0/960.jpg");
}

proptest! {
    /// Whatever a price on request is and was, everything told is the same.
    #[test]
    fn nothing_depends_on_a_price_on_request(
        prices in prop::array::uniform4(1..Npr::MAX_RUPEES), days in prop::array::uniform2(1..300_i64),
    ) {
        let [first, second, list_price, close_price] = prices.map(|price| Npr::from_rupees(price).expect("a price"));
        let mut hidden = villa();
        hidden.price.set_on_request(true, hidden.price.since);
        let before = told(&hidden);
        let mut day = hidden.price.since;
        for (price, days) in [first, second].into_iter().zip(days) {
            day += jiff::SignedDuration::from_hours(24 * days);
            hidden.price.change(price, day);
        }
        prop_assert_eq!(&told(&hidden), &before);
        hidden.price = Price { on_request: true, ..Price::new(list_price, day, true) };
        prop_assert_eq!(&told(&hidden), &before);
        let closing = |close_price| Some(Closing { close_date: day, close_price });
        hidden.price.closing = closing(first);
        let sold = told(&hidden);
        hidden.price.closing = closing(close_price);
        prop_assert_eq!(told(&hidden), sold);
    }

    /// Wherever in its cell a discreet home lies, everything told is the same.
    #[test]
    fn nothing_depends_on_a_discreet_place(north in 0.0..1.0_f64, east in 0.0..1.0_f64, ward in 1..=32_u8) {
        let mut listing = villa();
        listing.location.approximate = true;
        let before = told(&listing);
        let (middle, wide, tall) =
            geohash::decode(&listing.location.exact.geohash(6)).expect("a cell");
        let exact = GeoPoint::new(
            "location",
            middle.y + tall * (2.0 * north - 1.0) * 0.999,
            middle.x + wide * (2.0 * east - 1.0) * 0.999,
        );
        listing.location = Location { exact: exact.expect("a place"), approximate: true };
        listing.ward = ward;
        prop_assert_eq!(told(&listing), before);
    }
}
