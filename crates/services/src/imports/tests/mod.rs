//! Imports over a table in memory.

mod changing;
mod files;
mod mapping;
mod media;
mod rows;
mod runs;
mod stopping;

use super::*;
use crate::Listings;
use durbar_domain::{FieldError, Listing, error::Problem, event::EventDetail};
use durbar_platform::{
    Embedded,
    outbox::Outbox,
    testing::{broker, embedded},
};
use std::{collections::BTreeMap, fs, path::Path};
use tempfile::TempDir;

/// A source whose names are its own, and whose figures are in other units.
pub(super) const MAPPING: &str = r#"
source = "old-site"
legacy_id = "ref"

[fields]
title_en = "name"
title_ne = "name_ne"
summary_en = "short"
summary_ne = { value = "छोटो विवरण" }
description_en = "story"
description_ne = { column = "story_ne", default = "" }
neighbourhood = { column = "area", values = { "Bhaisepati Height" = "bhaisepati" } }
ward = "ward"
latitude = "lat"
longitude = "lon"
approximate_location = { value = "yes" }
land_area = { column = "aana", unit = "aana" }
frontage_feet = { column = "front_m", unit = "metre" }
depth_feet = { value = "60" }
plot_shape = { value = "regular" }
facing = { column = "face", values = { S = "south", E = "east" } }
road_side = { value = "south" }
road_width_metres = { column = "road_ft", unit = "foot" }
road_surface = { value = "blacktopped" }
water_source = { value = "municipal" }
property_sub_type = { value = "single-family-residence" }
bedrooms_total = "beds"
bathrooms_total = "baths"
stories = { value = "3" }
year_built = { column = "built_bs", unit = "bikram-sambat" }
living_area = { column = "floor_m2", unit = "square-metre" }
parking_total = { value = "2" }
list_price = { column = "price_lakh", unit = "lakh" }
amenities = { column = "extras", separator = "|", values = { Pool = "swimming-pool", Lawn = "garden" } }
tenure = { value = "raikar" }
earthquake_code = { value = "unknown" }
broker = { value = "anju-shrestha" }
standard_status = { column = "state", values = { live = "active", gone = "closed", "" = "incomplete" } }
close_date = "sold_on"
close_price = { column = "sold_lakh", unit = "lakh" }

[media]
columns = ["photos"]
separator = ";"
"#;

/// A row of the source, as cells by column.
pub(super) fn cells(id: &str) -> BTreeMap<&'static str, String> {
    let texts = [
        ("ref", id),
        ("name", "Brick house by the river"),
        ("name_ne", "खोलाछेउको इँटाको घर"),
        ("short", "Four bedrooms."),
        ("story", "One.\n\nTwo, with \"quotes\", and commas."),
        ("story_ne", ""),
        ("area", "Bhaisepati Height"),
        ("ward", "18.0"),
        ("lat", "27.6514"),
        ("lon", "85.2990"),
        ("aana", "8.5"),
        ("front_m", "15.24"),
        ("face", "S"),
        ("road_ft", "20"),
        ("beds", "4"),
        ("baths", "४"),
        ("built_bs", "2076"),
        ("floor_m2", "297.3"),
        ("price_lakh", "250"),
        ("extras", "Pool| Lawn |"),
        ("state", "live"),
        ("sold_on", ""),
        ("sold_lakh", ""),
        (
            "photos",
            "https://old.example/1.jpg; https://old.example/2.jpg",
        ),
    ];
    texts
        .into_iter()
        .map(|(name, text)| (name, text.to_owned()))
        .collect()
}

/// The same with some cells otherwise.
pub(super) fn with(id: &str, changes: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    let mut row = cells(id);
    for (name, text) in changes {
        assert!(row.insert(name, (*text).to_owned()).is_some(), "{name}");
    }
    row
}

/// Rows as a CSV file.
pub(super) fn csv(rows: &[BTreeMap<&'static str, String>]) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let names: Vec<&str> = cells("").into_keys().collect();
    file.write_record(&names).expect("names");
    for row in rows {
        file.write_record(row.values()).expect("a row");
    }
    file.into_inner().expect("a file")
}

/// The table, a folder for files, and the use cases.
struct Stage {
    embedded: Embedded,
    folder: TempDir,
    imports: Imports,
    listings: Listings,
    mapping: Mapping,
}

/// Keeps what it is told.
#[derive(Default)]
struct Told {
    refused: Vec<RefusedRow>,
    progress: Vec<Progress>,
}

impl ImportObserver for Told {
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError> {
        self.refused.push(row.clone());
        Ok(())
    }

    fn progressed(&mut self, progress: &Progress) {
        self.progress.push(*progress);
    }
}

impl Stage {
    /// A market with one broker, Anju Shrestha.
    async fn new() -> Self {
        let embedded = embedded().await;
        let platform = embedded.platform();
        let brokers = durbar_platform::brokers::BrokerStore::new(platform.table.clone());
        brokers.put_new(&broker(1), &[]).await.expect("a broker");
        Self {
            imports: Imports::new(platform, Events::default()),
            listings: Listings::new(platform, Events::default()),
            folder: tempfile::tempdir().expect("a folder"),
            mapping: Mapping::parse(MAPPING, "mapping.toml").expect("a mapping"),
            embedded,
        }
    }

    fn job(&self, bytes: &[u8], name: &str) -> ImportJob {
        let file = self.folder.path().join(name);
        fs::write(&file, bytes).expect("a file");
        ImportJob {
            file,
            mapping: self.mapping.clone(),
            dry_run: false,
        }
    }

    async fn import(&self, rows: &[BTreeMap<&'static str, String>]) -> (ImportSummary, Told) {
        self.run(&self.job(&csv(rows), "list.csv")).await
    }

    async fn run(&self, job: &ImportJob) -> (ImportSummary, Told) {
        let mut told = Told::default();
        let summary = self.imports.run(job, &mut told).await;
        (summary.expect("imported"), told)
    }

    /// The home that a row became.
    async fn home(&self, legacy_id: &str) -> Option<Listing> {
        let store = ImportStore::new(self.embedded.platform().table.clone());
        let records = store.records("old-site", &[legacy_id]).await;
        let record = records.expect("read").remove(legacy_id)?;
        Some(self.listings.get(record.listing_id).await.expect("a home"))
    }

    /// Events that wait, in the order in which they were made.
    async fn events(&self) -> Vec<EventDetail> {
        let outbox = Outbox::new(self.embedded.platform().table.clone());
        let mut events = Vec::new();
        for shard in Outbox::shards() {
            let pending = outbox.pending(shard, None, 1_000).await.expect("pending");
            events.extend(pending.events.into_iter().map(|it| it.event));
        }
        events.sort_by_key(|event| event.event_id);
        events.into_iter().map(|event| event.detail).collect()
    }
}

fn counts(summary: &ImportSummary) -> (u64, u64, u64, u64) {
    let ImportSummary {
        rows,
        created,
        changed,
        unchanged,
        refused,
    } = *summary;
    assert_eq!(rows, created + changed + unchanged + refused);
    (created, changed, unchanged, refused)
}

fn problem<'a>(row: &'a RefusedRow, field: &str) -> &'a Problem {
    let found = row.problems.iter().find(|error| error.field == field);
    &found
        .unwrap_or_else(|| panic!("{field} in {row:?}"))
        .problem
}

fn fields(row: &RefusedRow) -> Vec<&str> {
    row.problems
        .iter()
        .map(|error: &FieldError| error.field.as_str())
        .collect()
}

/// A file's bytes.
fn bytes_of(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}
