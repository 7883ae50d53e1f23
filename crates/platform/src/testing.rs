//! Made-up listings and services in memory, for tests.

pub mod cloud;
pub mod user_pool;

use crate::{
    Embedded, PlatformError, Table,
    embedded::Storage,
    keys::PrimaryKey,
    table::{Item, PK, Write, text},
};
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use durbar_domain::{
    AccountId, Area, BrokerId, EventId, Listing, Locale, Neighbourhood, Npr, PropertyId,
    StandardStatus,
    account::{Account, EmailAddress, Role, SubscriptionLevel},
    attributes::*,
    broker::{Broker, License, LicenseTier, Verification},
    event::{DomainEvent, EventDetail},
    listing::{Description, Land, Legal, Price, Road, Structure},
    location::{GeoPoint, Location},
    picture::Picture,
    slug::Slug,
    text::{Localized, Name, Story, Summary, Title},
};
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::{Timestamp, ToSpan, civil::date};

/// Table and objects in memory, for one test alone.
pub async fn embedded() -> Embedded {
    Embedded::start(Storage::Temporary)
        .await
        .expect("embedded services start")
}

/// Makes a home impossible to read, as a mistake of an earlier release would; its card in the
/// indexes stays.
pub async fn damage(table: &Table, id: PropertyId) {
    let update = Write::Update {
        key: PrimaryKey::Listing(id),
        expression: "SET title = :t".to_owned(),
        values: Item::from([(":t".to_owned(), text("neither in English nor in Nepali"))]),
    };
    let done = table.transact(vec![update]).await;
    assert!(done.is_ok(), "{done:?}");
}

/// The home of this number: in Bhaisepati, for sale at 9 crore, not premium. A greater number
/// came later.
pub fn listing(number: u64) -> Listing {
    let created_at = start() + i64::try_from(number).expect("a small number").minutes();
    let unix_ms = u64::try_from(created_at.as_millisecond()).expect("after 1970");
    Listing {
        listing_id: PropertyId::from_parts(unix_ms, u128::from(number)),
        version: 1,
        standard_status: StandardStatus::Active,
        property_sub_type: PropertySubType::SingleFamilyResidence,
        premium: false,
        broker_id: BrokerId::from_parts(1, 1),
        slug: Slug::from_title("Brick house by the river"),
        title: both(
            "Brick house by the river",
            "खोलाछेउको इँटाको घर",
            Title::parse,
        ),
        summary: both("Four bedrooms.", "चार सुत्ने कोठा।", Summary::parse),
        description: Description {
            en: Story::parse("en", "One.\n\nTwo.").expect("a story"),
            ne: None,
        },
        neighbourhood: Neighbourhood::Bhaisepati,
        ward: 18,
        location: Location {
            exact: place(27.651_437, 85.299_061),
            approximate: false,
        },
        price: Price::new(Npr::crore(9), date(2024, 9, 14), false),
        structure: Structure {
            bedrooms_total: 4,
            bathrooms_total: 4,
            stories: 2,
            year_built: 2019,
            living_area: Area::from_square_feet(3_200).expect("an area"),
            parking_total: 2,
        },
        land: land(),
        legal: Legal {
            tenure: Tenure::Raikar,
            lalpurja: true,
            charkilla: true,
            completion_certificate: false,
            earthquake_code: EarthquakeCode::Nbc105Of2020,
            checked: Default::default(),
        },
        amenities: Amenity::Garden | Amenity::PujaRoom,
        pictures: vec![picture()],
        floor_plans: Vec::new(),
        films: Vec::new(),
        tours: Vec::new(),
        premium_media: Vec::new(),
        early_access: None,
        on_market_date: date(2024, 9, 14),
        created_at,
        modified_at: created_at,
    }
}

/// The broker of this number.
pub fn broker(number: u64) -> Broker {
    let created_at = start() + i64::try_from(number).expect("a small number").minutes();
    Broker {
        broker_id: BrokerId::from_parts(1, u128::from(number)),
        version: 1,
        slug: Slug::from_title("Anju Shrestha"),
        name: both("Anju Shrestha", "अञ्जु श्रेष्ठ", Name::parse),
        agency: both("Himal Gate", "हिमाल गेट", Name::parse),
        agency_id: None,
        license: verified_license(created_at),
        languages: vec!["Nepali".to_owned()],
        neighbourhoods: Neighbourhood::Bhaisepati | Neighbourhood::Sanepa,
        phone: "+9779800000001".to_owned(),
        email: "anju@example.com".to_owned(),
        since_year: 2011,
        biography: both("Sells homes.", "घर बेच्छिन्।", Story::parse),
        created_at,
        modified_at: created_at,
    }
}

fn verified_license(at: Timestamp) -> License {
    let until = date(2027, 7, 16);
    License {
        verified: Some(Verification {
            audit_id: EventId::from_parts(1, 1),
            at,
            until,
        }),
        ..License::unverified("RE-KTM-1", LicenseTier::AboveFiveCrore, until)
    }
}

/// The event of this number: that the listing came to be.
pub fn created(number: u64, listing: &Listing) -> DomainEvent {
    DomainEvent {
        event_id: EventId::from_parts(number, 0),
        schema_version: DomainEvent::SCHEMA_VERSION,
        occurred_at: start(),
        detail: EventDetail::ListingChanged {
            listing_id: listing.listing_id,
            version: listing.version,
        },
    }
}

fn start() -> Timestamp {
    "2024-09-14T04:15:00.250Z".parse().expect("a time")
}

fn place(latitude: f64, longitude: f64) -> GeoPoint {
    GeoPoint::new("place", latitude, longitude).expect("a point on Earth")
}

fn both<T, E: std::fmt::Debug>(
    en: &str,
    ne: &str,
    parse: fn(&str, &str) -> Result<T, E>,
) -> Localized<T> {
    Localized {
        en: parse("en", en).expect("a text"),
        ne: parse("ne", ne).expect("a text"),
    }
}

fn land() -> Land {
    Land {
        area: Area::from_units(8 * Area::AANA.units()).expect("an area"),
        frontage_feet: 45,
        depth_feet: 61,
        shape: PlotShape::Regular,
        facing: Facing::South,
        road: Road {
            side: Facing::South,
            width_decimetres: 60,
            surface: RoadSurface::Blacktopped,
        },
        water: WaterSource::Municipal | WaterSource::Borewell,
    }
}

fn picture() -> Picture {
    Picture {
        media_id: durbar_domain::MediaId::from_parts(1, 1),
        prefix: "pictures/villa-01-hero".to_owned(),
        width: 1_536,
        height: 1_024,
        avif_widths: vec![480, 768],
        webp_widths: Vec::new(),
        jpeg_widths: vec![768],
        color: "#a0b0c0".to_owned(),
        alt: Localized {
            en: "A house".to_owned(),
            ne: "घर".to_owned(),
        },
    }
}

/// The buyer's account of this number, at a level without an end; not yet in the table.
pub fn account(number: u64, level: SubscriptionLevel) -> Account {
    Account {
        account_id: AccountId::from_parts(1, u128::from(number)),
        version: 1,
        email: EmailAddress::parse("email", &format!("buyer{number}@example.com"))
            .expect("an address"),
        name: Name::parse("name", "Anju Shrestha").expect("a name"),
        locale: Locale::En,
        role: Role::Buyer,
        broker_id: None,
        seat: None,
        subscription_level: level,
        subscription_ends_at: None,
        subscription_then: Vec::new(),
        erase_at: None,
        disabled: false,
        created_at: start(),
        modified_at: start(),
    }
}

/// Writes a new account.
pub async fn put_account(table: &Table, account: &Account) {
    let writes = crate::accounts::new_account(account).expect("an item");
    table.transact(writes.into()).await.expect("a new account");
}

impl crate::Embedded {
    /// Every item of the table as text, for tests that search for what must not be there.
    pub async fn everything(&self) -> String {
        let table = &self.platform().table;
        let mut pages = table
            .client()
            .scan()
            .table_name(table.name())
            .into_paginator()
            .items()
            .send();
        let mut text = String::new();
        while let Some(item) = pages.next().await {
            text.push_str(&format!("{:?}\n", item.expect("an item")));
        }
        text
    }
}

/// Items of a table, to be written without anything around it: what other ways of writing them
/// are compared with.
pub struct BareItems(Vec<Item>);

impl BareItems {
    /// Imported homes, their records and the events that tell of them.
    ///
    /// # Errors
    /// When the table can't be read.
    pub async fn of_imports(table: &Table) -> Result<Self, PlatformError> {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let scan = table.client().scan().table_name(table.name());
            let page = scan.set_exclusive_start_key(after).send().await;
            let page = page.map_err(|error| PlatformError::service("Scan", error))?;
            items.extend(page.items.unwrap_or_default().into_iter().filter(|item| {
                let key = item.get(PK).and_then(|key| key.as_s().ok());
                let kinds = ["PROPERTY#", "IMPORT#", "OUTBOX#"];
                key.is_some_and(|key| kinds.iter().any(|kind| key.starts_with(kind)))
            }));
            after = page.last_evaluated_key;
            if after.is_none() {
                return Ok(Self(items));
            }
        }
    }

    /// Writes them by BatchWriteItem, 25 a call, so many calls at a time.
    ///
    /// # Errors
    /// When a call fails or leaves something undone.
    pub async fn write(self, table: &Table, at_a_time: usize) -> Result<(), PlatformError> {
        let failed = |error| PlatformError::service("BatchWriteItem", error);
        let calls = self.0.chunks(25).map(|some| {
            let put = |item: &Item| {
                let put = PutRequest::builder().set_item(Some(item.clone())).build();
                WriteRequest::builder()
                    .put_request(put.expect("an item"))
                    .build()
            };
            let call = table.client().batch_write_item();
            let call = call.request_items(table.name(), some.iter().map(put).collect());
            async move {
                let left = call.send().await.map_err(failed)?.unprocessed_items;
                assert!(
                    left.is_none_or(|left| left.is_empty()),
                    "some are not written"
                );
                Ok(())
            }
        });
        futures::stream::iter(calls)
            .buffer_unordered(at_a_time)
            .try_collect()
            .await
    }
}
