use super::{xml::escape, *};
use durbar_domain::{
    Area, BrokerId, Locale, MediaId, Npr, PropertyId, StandardStatus,
    area::AreaUnit,
    attributes::{Facing, PropertySubType},
    location::{GeoPoint, Location},
    picture::Picture,
    slug::Slug,
    text::Localized,
};
use enumset::EnumSet;
use jiff::{Timestamp, civil::date};
use std::convert::Infallible;

const SITE: &str = "https://durbar.example";

/// A home with texts as long as they come.
fn home(number: u64) -> ListingSummary {
    let title =
        "Courtyard residence with terraces above the old brick lane of Budhanilkantha number";
    let both = |text: &str| Localized {
        en: text.to_owned(),
        ne: text.to_owned(),
    };
    let picture = |view: &str| Picture {
        media_id: MediaId::from_parts(number, 1),
        prefix: format!("pictures/villa-{number:06}-{view}"),
        width: 1536,
        height: 1024,
        avif_widths: vec![480, 768],
        webp_widths: Vec::new(),
        jpeg_widths: vec![768, 1536],
        color: "#aabbcc".to_owned(),
        alt: both("The house from the garden"),
    };
    let modified_at: Timestamp = "2026-11-20T08:30:00.123Z".parse().expect("a time");
    let area = Area::from_amount(8.0, AreaUnit::Aana).expect("an area");
    ListingSummary {
        listing_id: PropertyId::from_parts(1_700_000_000_000 + number, u128::from(number)),
        standard_status: StandardStatus::Active,
        property_sub_type: PropertySubType::Duplex,
        premium: false,
        broker_id: BrokerId::from_parts(1, 1),
        slug: Slug::from_title(&format!("{title} {number}")),
        title: both(title),
        summary: both("A summary"),
        neighbourhood: Neighbourhood::Sanepa,
        location: Location {
            exact: GeoPoint::new("location", 27.68, 85.3).expect("a point"),
            approximate: false,
        }
        .public(),
        list_price: Npr::from_rupees(35_000_000),
        bedrooms_total: 4,
        bathrooms_total: 4,
        living_area: area,
        land_area: area,
        road_width_decimetres: 60,
        facing: Facing::South,
        amenities: EnumSet::empty(),
        pictures: vec![picture("hero"), picture("garden")],
        picture_count: 2,
        early_access: None,
        on_market_date: date(2026, 9, 14),
        created_at: modified_at,
        modified_at,
        version: 3,
    }
}

async fn text(pages: Vec<Result<Vec<ListingSummary>, Infallible>>) -> String {
    let pieces: Vec<Bytes> = document(SITE.to_owned(), stream::iter(pages))
        .try_collect()
        .await
        .expect("no error");
    String::from_utf8(pieces.concat()).expect("UTF-8")
}

#[tokio::test]
async fn each_home_stands_in_both_languages_with_its_change_and_pictures() {
    let home = home(7);
    let text = text(vec![Ok(vec![home.clone()])]).await;
    let english = format!("{SITE}{}", home.path());
    let nepali = format!("{SITE}{}", Locale::Ne.path(&home.path()));
    for address in [&english, &nepali] {
        assert!(
            text.contains(&format!(
                "<url><loc>{address}</loc><lastmod>2026-11-20T08:30:00Z</lastmod>"
            )),
            "{text}"
        );
    }
    // The heads of the pages say which is which; twice said is once contradicted.
    assert!(!text.contains("hreflang"), "{text}");
    let image = format!("<image:loc>{SITE}/media/pictures/villa-000007-hero/1536.jpg</image:loc>");
    assert_eq!(text.matches(&image).count(), 2);
    assert!(text.starts_with("<?xml") && text.ends_with("</urlset>\n"));
}

#[tokio::test]
async fn a_shard_of_two_hundred_thousand_homes_keeps_to_the_limits() {
    // The sixteenth part of 200,000, and an eighth more: shards are not quite equal.
    let homes = 200_000 / u64::from(Listings::shards().end) * 9 / 8;
    let pages = (0..homes)
        .step_by(500)
        .map(|from| Ok((from..(from + 500).min(homes)).map(home).collect()));
    let text = text(pages.collect()).await;
    let addresses = text.matches("<url>").count();
    assert_eq!(addresses as u64, homes * 2);
    assert!(addresses <= MAX_ADDRESSES);
    assert!(text.len() < 50 * 1_000_000, "{} bytes", text.len());
}

#[tokio::test]
async fn a_file_never_has_more_addresses_than_allowed() {
    let one = home(1);
    let pages = (0..26).map(|_| Ok(vec![one.clone(); 1_000]));
    let text = text(pages.collect()).await;
    assert_eq!(text.matches("<url>").count(), MAX_ADDRESSES);
}

#[tokio::test]
async fn an_error_breaks_the_file_off() {
    let failure = || std::io::Error::other("the table went away");
    let pages = stream::iter([Ok(vec![home(1)]), Err(failure())]);
    let pieces: Vec<_> = document(SITE.to_owned(), pages).collect().await;
    assert!(pieces.iter().any(Result::is_err));
}

#[test]
fn text_is_escaped() {
    assert_eq!(escape("a&b<c>\"d'\u{1}"), "a&amp;b&lt;c&gt;&quot;d&apos;");
    let pages = xml::pages(SITE, &["/homes?in=sanepa&type=duplex".to_owned()]);
    assert!(pages.contains("<loc>https://durbar.example/homes?in=sanepa&amp;type=duplex</loc>"));
    assert!(!pages.contains("sanepa&type"));
}
