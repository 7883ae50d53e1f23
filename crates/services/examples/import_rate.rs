//! How many rows an import takes a second, as a share of the rows whose items bare calls of
//! BatchWriteItem write a second: the same items, as many calls at a time, into a table of the
//! same kind. `make bench` prints it. Both are measured in turns, each into an empty table, and
//! the median of the turns' ratios counts.

use durbar_platform::{
    Embedded,
    brokers::BrokerStore,
    embedded::Storage,
    testing::{BareItems, broker},
};
use durbar_services::{
    Events, Imports,
    imports::{ImportError, ImportJob, ImportObserver, Mapping, Progress, RefusedRow},
};
use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
    time::{Duration, Instant},
};

const ROWS: usize = 10_000;
const TURNS: usize = 5;
/// Calls at a time, as an import makes.
const AT_A_TIME: usize = 4;

const MAPPING: &str = r#"
source = "bench"
legacy_id = "ref"

[fields]
title_en = "name"
title_ne = { value = "खोलाछेउको इँटाको घर" }
summary_en = "short"
summary_ne = { value = "छोटो विवरण" }
description_en = "story"
neighbourhood = { value = "bhaisepati" }
ward = "ward"
latitude = "lat"
longitude = "lon"
land_area = { column = "aana", unit = "aana" }
frontage_feet = { value = "50" }
depth_feet = { value = "60" }
plot_shape = { value = "regular" }
facing = { column = "face", values = { S = "south", E = "east" } }
road_side = { value = "south" }
road_width_metres = { value = "6" }
road_surface = { value = "blacktopped" }
water_source = { value = "municipal" }
property_sub_type = { value = "single-family-residence" }
bedrooms_total = "beds"
bathrooms_total = "baths"
stories = { value = "3" }
year_built = { value = "2019" }
living_area = "floor"
parking_total = { value = "2" }
list_price = { column = "price_lakh", unit = "lakh" }
amenities = { column = "extras", separator = "|" }
tenure = { value = "raikar" }
earthquake_code = { value = "unknown" }
broker = { value = "anju-shrestha" }
standard_status = { value = "active" }
"#;

struct Silent;

impl ImportObserver for Silent {
    fn refused(&mut self, row: &RefusedRow) -> Result<(), ImportError> {
        panic!("refused: {row:?}")
    }

    fn progressed(&mut self, _: &Progress) {}
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("list.csv");
    fs::write(&file, list())?;
    let mut turns = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        turns.push(turn(&file).await?);
    }
    turns.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ratio, rows_per_s) = turns[TURNS / 2];
    let line = serde_json::json!({ "ratio": ratio, "imported_rows_per_s": rows_per_s });
    println!("{line}");
    Ok(())
}

/// The ratio, and rows a second.
async fn turn(file: &Path) -> Result<(f64, f64), Box<dyn Error>> {
    let (embedded, imported) = import(file).await?;
    let items = BareItems::of_imports(&embedded.platform().table).await?;
    embedded.stop().await;
    let other = Embedded::start(Storage::Temporary).await?;
    let started = Instant::now();
    items.write(&other.platform().table, AT_A_TIME).await?;
    let bare = started.elapsed();
    other.stop().await;
    let per_second = |time: Duration| ROWS as f64 / time.as_secs_f64();
    Ok((
        bare.as_secs_f64() / imported.as_secs_f64(),
        per_second(imported),
    ))
}

async fn import(file: &Path) -> Result<(Embedded, Duration), Box<dyn Error>> {
    let embedded = Embedded::start(Storage::Temporary).await?;
    let platform = embedded.platform();
    let brokers = BrokerStore::new(platform.table.clone());
    brokers.put_new(&broker(1), &[]).await?;
    let imports = Imports::new(platform, Events::default());
    let job = ImportJob {
        file: file.to_owned(),
        mapping: Mapping::parse(MAPPING, "mapping")?,
        dry_run: false,
    };
    let started = Instant::now();
    let summary = imports.run(&job, &mut Silent).await?;
    let time = started.elapsed();
    assert_eq!(summary.created, ROWS as u64);
    Ok((embedded, time))
}

/// Made-up homes whose cells differ from row to row.
fn list() -> String {
    let mut list = String::from(
        "ref,name,short,story,ward,lat,lon,aana,face,beds,baths,floor,price_lakh,extras\n",
    );
    for n in 0..ROWS {
        let (beds, aana) = (2 + n % 6, 4 + n % 20);
        let story = "Light from three sides, and a garden that reaches the river. ".repeat(8);
        let _ = writeln!(
            list,
            "R-{n},Brick house number {n},A house of {beds} bedrooms.,\"{story}\",{},27.{},85.3{},{aana}.5,{},{beds},{beds},{},{},garden|lift",
            1 + n % 32,
            650_000 + n % 90_000,
            n % 1_000,
            ["S", "E"][n % 2],
            1_500 + n % 3_000,
            100 + n % 900,
        );
    }
    list
}
