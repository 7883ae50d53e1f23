//! Draws a share picture, to look at:
//! `cargo run --release -p durbar-media --example share-picture -- COVER TITLE PRICE PLACE LANGUAGE OUTPUT [BADGE]`

use std::error::Error;

use durbar_domain::Locale;
use durbar_media::{Fonts, ShareCard, render_share_picture};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        cover,
        title,
        price_line,
        place_line,
        language,
        output,
        badge @ ..,
    ] = arguments.as_slice()
    else {
        return Err("COVER TITLE PRICE PLACE LANGUAGE OUTPUT [BADGE] are needed".into());
    };
    let cover = std::fs::read(cover)?;
    let card = ShareCard {
        cover: &cover,
        title,
        price_line,
        place_line,
        badge: badge.first().map(String::as_str),
        language: if language == "ne" {
            Locale::Ne
        } else {
            Locale::En
        },
    };
    std::fs::write(output, render_share_picture(&card, &Fonts::embedded()?)?)?;
    Ok(())
}
