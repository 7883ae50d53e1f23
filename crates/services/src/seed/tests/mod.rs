mod reading;
mod running;

use std::fs;

/// A seed folder with one broker, one picture and the listings of these texts.
fn folder(listings: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("listings")).expect("made");
    fs::create_dir_all(root.join("media/villa-01-hero")).expect("made");
    fs::write(root.join("media/villa-01-hero/480.avif"), "not an avif").expect("written");
    fs::write(root.join("media/villa-01-hero/768.jpg"), "not a jpeg").expect("written");
    fs::write(root.join("media/manifest.json"), MANIFEST).expect("written");
    fs::write(root.join("brokers.toml"), BROKERS).expect("written");
    for (number, listing) in listings.iter().enumerate() {
        fs::write(
            root.join(format!("listings/{number:02}-home.toml")),
            listing,
        )
        .expect("written");
    }
    folder
}

const MANIFEST: &str = r##"[{"key":"villa-01-hero","villa":"villa-01","view":"hero","width":768,"height":512,
    "alt":"A house","alt_ne":"घर","color":"#a0b0c0","placeholder":"data:image/jpeg;base64,","variants":[
    {"width":480,"height":320,"format":"avif","bytes":11},{"width":768,"height":512,"format":"jpg","bytes":10}]}]"##;

const BROKERS: &str = r#"
[[broker]]
key = "shrestha"
name = { en = "Anju Shrestha", ne = "अञ्जु श्रेष्ठ" }
agency = { en = "Himal Gate", ne = "हिमाल गेट" }
license_number = "RE-1"
license_tier = "AboveFiveCrore"
license_expires = "2027-07-16"
languages = ["Nepali"]
neighbourhoods = ["bhaisepati"]
phone = "+977-9800000001"
email = "anju@example.com"
since_year = 2011
biography = { en = "Sells homes.", ne = "घर बेच्छिन्।" }
"#;

fn listing(key: &str) -> String {
    format!(
        r#"
key = "{key}"
villa = "villa-01"
pictures = ["hero"]
standard_status = "Active"
property_sub_type = "SingleFamilyResidence"
premium = false
broker = "shrestha"
neighbourhood = "bhaisepati"
ward = 18
latitude = 27.6514
longitude = 85.2990
approximate_location = false
list_price = 90000000
price_on_request = false
on_market_date = "2026-07-02"
price_since = "2026-09-14"
price_history = [{{ date = "2026-07-02", price = 95000000 }}]
title = {{ en = "Brick house", ne = "इँटाको घर" }}
summary = {{ en = "Four bedrooms.", ne = "चार सुत्ने कोठा।" }}
description = {{ en = "One.\n\nTwo." }}
bedrooms_total = 4
bathrooms_total = 4
stories = 2
year_built = 2019
living_area_square_feet = 3200
parking_total = 2
amenities = ["Garden"]
[land]
ropani = 0
aana = 8
paisa = 0
dam = 0
frontage_feet = 45
depth_feet = 61
shape = "Regular"
facing = "South"
road_side = "South"
road_width_metres = 6.0
road_surface = "Blacktopped"
water = ["Municipal"]
[legal]
tenure = "Raikar"
lalpurja = true
charkilla = true
completion_certificate = false
earthquake_code = "NBC105_2020"
"#
    )
}
