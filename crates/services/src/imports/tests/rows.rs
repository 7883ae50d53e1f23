//! What a row becomes, and what is refused.

use super::*;
use durbar_domain::{
    Npr, StandardStatus,
    attributes::{Amenity, Facing},
};
use jiff::civil::date;
use proptest::prelude::*;

#[tokio::test]
async fn a_row_becomes_a_home_with_its_figures_in_our_units() {
    let stage = Stage::new().await;
    let (summary, told) = stage.import(&[cells("H-1")]).await;
    assert_eq!(counts(&summary), (1, 0, 0, 0), "{:?}", told.refused);
    let home = stage.home("H-1").await.expect("a home");
    assert_eq!(home.standard_status, StandardStatus::Active);
    assert_eq!(home.broker_id, broker(1).broker_id);
    assert_eq!(
        home.price.list_price,
        Npr::from_rupees(25_000_000).expect("a price")
    );
    assert_eq!(
        home.land.area.square_feet(),
        2_909,
        "8.5 aana are 2909.125 sq ft"
    );
    assert_eq!(
        (home.land.frontage_feet, home.land.facing),
        (50, Facing::South)
    );
    assert_eq!(home.land.road.width_decimetres, 61, "20 ft");
    assert_eq!(home.structure.living_area.square_feet(), 3_200);
    assert_eq!(home.structure.year_built, 2019);
    assert_eq!((home.structure.bathrooms_total, home.ward), (4, 18));
    assert_eq!(home.amenities, Amenity::SwimmingPool | Amenity::Garden);
    assert!(home.location.approximate && home.description.ne.is_none());
    assert_eq!(
        home.description.en.as_str(),
        "One.\n\nTwo, with \"quotes\", and commas."
    );
    let listing_id = home.listing_id;
    let created = EventDetail::ListingChanged {
        listing_id,
        version: 1,
    };
    assert_eq!(stage.events().await, [created]);
    let store = ImportStore::new(stage.embedded.platform().table.clone());
    let records = store.records("old-site", &["H-1"]).await.expect("read");
    let media: Vec<_> = records["H-1"].media.iter().map(|it| it.as_str()).collect();
    assert_eq!(
        media,
        ["https://old.example/1.jpg", "https://old.example/2.jpg"]
    );
}

#[tokio::test]
async fn each_row_is_whole_or_not_there_and_every_problem_of_it_is_told() {
    let stage = Stage::new().await;
    let rows = [
        cells("H-1"),
        with(
            "H-2",
            &[("ward", "40"), ("price_lakh", "much"), ("face", "up")],
        ),
        with("", &[]),
        with("H-1", &[("name", "The same identifier again")]),
        with("H-3", &[("photos", "../../etc/passwd")]),
        with("H-4", &[("aana", "a few")]),
        cells("H-5"),
    ];
    let (summary, told) = stage.import(&rows).await;
    assert_eq!(counts(&summary), (2, 0, 0, 5));
    let numbers: Vec<u64> = told.refused.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [2, 3, 4, 5, 6]);
    assert_eq!(told.refused[0].legacy_id, "H-2");
    assert_eq!(fields(&told.refused[0]), ["ward", "facing", "list_price"]);
    let (min, max) = ("1".to_owned(), "32".to_owned());
    assert_eq!(
        problem(&told.refused[0], "ward"),
        &Problem::OutOfRange { min, max }
    );
    assert_eq!(problem(&told.refused[1], "legacy_id"), &Problem::Empty);
    let twice = problem(&told.refused[2], "legacy_id").to_string();
    assert!(twice.contains("row 1"), "{twice}");
    assert_eq!(fields(&told.refused[3]), ["photos"]);
    assert_eq!(fields(&told.refused[4]), ["land_area"]);
    for id in ["H-2", "H-3", "H-4"] {
        assert_eq!(stage.home(id).await, None, "{id}");
    }
    assert_eq!(stage.events().await.len(), 2);
    let lines: Vec<String> = lines(&told.refused[0], &stage.mapping).collect();
    assert_eq!(
        lines[0],
        "row 2 (H-2): ward (column \"ward\") is outside 1 to 32"
    );
}

#[tokio::test]
async fn a_sold_home_needs_its_sale_and_a_status_its_brokers_licence() {
    let stage = Stage::new().await;
    let sold = [
        ("state", "gone"),
        ("sold_on", "2026-01-02"),
        ("sold_lakh", "240"),
    ];
    let mapping = MAPPING.replace(
        "[media]",
        "on_market_date = { value = \"2025-12-01\" }\n\n[media]",
    );
    let stage = Stage {
        mapping: Mapping::parse(&mapping, "mapping.toml").expect("a mapping"),
        ..stage
    };
    let rows = [
        with("sold", &sold),
        with("unsaid", &[("state", "gone")]),
        with(
            "early",
            &[
                ("state", "gone"),
                ("sold_on", "2025-11-30"),
                ("sold_lakh", "240"),
            ],
        ),
        with("unknown", &[("state", "sold perhaps")]),
        with("draft", &[("state", "")]),
    ];
    let (summary, told) = stage.import(&rows).await;
    assert_eq!(counts(&summary), (2, 0, 0, 3), "{:?}", told.refused);
    let home = stage.home("sold").await.expect("a home");
    let closing = home.price.closing.expect("a sale");
    assert_eq!(closing.close_date, date(2026, 1, 2));
    assert_eq!(
        closing.close_price,
        Npr::from_rupees(24_000_000).expect("a price")
    );
    assert_eq!(home.on_market_date, date(2025, 12, 1));
    assert_eq!(fields(&told.refused[0]), ["close_date", "close_price"]);
    assert_eq!(fields(&told.refused[1]), ["close_date"]);
    assert_eq!(fields(&told.refused[2]), ["standard_status"]);
    let draft = stage.home("draft").await.expect("a home");
    assert_eq!(draft.standard_status, StandardStatus::Incomplete);
}

#[tokio::test]
async fn a_licence_that_does_not_reach_leaves_a_home_unoffered() {
    let embedded = embedded().await;
    let platform = embedded.platform();
    let mut anju = broker(1);
    anju.license.expires = date(2020, 1, 1);
    let brokers = durbar_platform::brokers::BrokerStore::new(platform.table.clone());
    brokers.put_new(&anju, &[]).await.expect("a broker");
    let stage = Stage {
        imports: Imports::new(platform, Events::default()),
        listings: Listings::new(platform, Events::default()),
        folder: tempfile::tempdir().expect("a folder"),
        mapping: Mapping::parse(MAPPING, "mapping.toml").expect("a mapping"),
        embedded,
    };
    let rows = [
        with("small", &[("price_lakh", "300")]),
        with("large", &[("price_lakh", "301")]),
        with("large-draft", &[("price_lakh", "301"), ("state", "")]),
    ];
    let (summary, told) = stage.import(&rows).await;
    assert_eq!(counts(&summary), (2, 0, 0, 1));
    assert_eq!(told.refused[0].legacy_id, "large");
    let why = problem(&told.refused[0], "standard_status").to_string();
    assert!(why.contains("licence"), "{why}");
}

fn reader() -> RowReader {
    let mapping = Mapping::parse(MAPPING, "mapping.toml").expect("a mapping");
    let media = MediaReader::open(&mapping.media, Fetcher::new()).expect("no folder");
    RowReader {
        mapping,
        brokers: BrokerDirectory::new(vec![broker(1)]),
        today: date(2026, 11, 23),
        media,
    }
}

proptest! {
    #[test]
    fn any_cells_are_a_row_or_named_problems(
        column in proptest::sample::select(cells("").into_keys().collect::<Vec<_>>()),
        text in "\\PC{0,40}|[0-9०-९.,-]{0,12}|[\u{0}-\u{1f};|/.a]{0,12}",
    ) {
        let mut cells = cells("H-1");
        cells.insert(column, text);
        let cells = cells.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        match reader().read(&RawRow { number: 7, cells }) {
            Ok(row) => {
                prop_assert!(!row.legacy_id.is_empty());
                // What is kept of a row says the same again.
                let again = row.draft.parse(date(2026, 11, 23)).expect("it was read before");
                prop_assert_eq!(again, row.content);
            }
            Err(refused) => {
                prop_assert_eq!(refused.row, 7);
                prop_assert!(!refused.problems.is_empty());
                prop_assert!(refused.problems.iter().all(|error| !error.field.is_empty()));
            }
        }
    }
}
