//! The picture for chats.

use durbar_domain::Locale;
use durbar_media::{Fonts, MAX_SHARE_PICTURE_BYTES, MediaError, ShareCard, render_share_picture};
use image::{ImageFormat, RgbImage};

use crate::samples::{BLUE, RED, file, halves, noise};

fn render(card: &ShareCard<'_>) -> RgbImage {
    let fonts = Fonts::embedded().expect("the fonts load");
    let bytes = render_share_picture(card, &fonts).expect("the card is drawn");
    assert!(bytes.len() <= MAX_SHARE_PICTURE_BYTES);
    assert_eq!(
        image::guess_format(&bytes).expect("a format"),
        ImageFormat::Jpeg
    );
    let picture = image::load_from_memory(&bytes)
        .expect("a readable file")
        .into_rgb8();
    assert_eq!(picture.dimensions(), (1200, 630));
    picture
}

fn card(cover: &[u8]) -> ShareCard<'_> {
    ShareCard {
        cover,
        title: "Courtyard villa with a walled garden",
        price_line: "NPR 12.5 crore",
        place_line: "Bhaisepati, Lalitpur",
        badge: None,
        language: Locale::En,
    }
}

/// Pixels of a part of the band that are clearly darker than paper.
fn ink(picture: &RgbImage, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> usize {
    rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
        .filter(|&(x, y)| {
            picture
                .get_pixel(x, y)
                .0
                .iter()
                .all(|&channel| channel < 150)
        })
        .count()
}

#[test]
fn the_cover_is_above_and_the_words_are_on_paper_below() {
    let cover = file(halves(600, 400), ImageFormat::Jpeg);
    let picture = render(&card(&cover));
    let near = |x, y, color: [u8; 3]| {
        picture
            .get_pixel(x, y)
            .0
            .iter()
            .zip(color)
            .all(|(&a, b)| a.abs_diff(b) <= 8)
    };
    assert!(near(100, 200, RED) && near(1100, 200, BLUE));
    assert!(near(20, 600, [0xFA, 0xF7, 0xF2]));
    assert!(ink(&picture, 56..700, 436..630) > 1500, "title and place");
    assert!(
        ink(&picture, 800..1144, 436..630) > 1500,
        "price and wordmark"
    );
    assert_eq!(
        ink(&picture, 0..50, 436..630) + ink(&picture, 1150..1200, 436..630),
        0,
        "margins"
    );
}

#[test]
fn each_text_is_drawn_and_nepali_is_another_picture() {
    let cover = file(halves(300, 200), ImageFormat::Jpeg);
    let english = card(&cover);
    let nepali = ShareCard {
        title: "पर्खालभित्र बगैँचा भएको आँगन घर",
        price_line: "रु १२.५ करोड",
        place_line: "भैंसेपाटी, ललितपुर",
        language: Locale::Ne,
        ..english
    };
    let variations = [
        english,
        nepali,
        ShareCard {
            title: "",
            ..english
        },
        ShareCard {
            price_line: "",
            ..english
        },
        ShareCard {
            place_line: "",
            ..english
        },
        ShareCard {
            badge: Some("Sold"),
            ..english
        },
        ShareCard {
            language: Locale::Ne,
            ..english
        },
    ];
    let pictures: Vec<RgbImage> = variations.iter().map(render).collect();
    for (index, picture) in pictures.iter().enumerate() {
        assert!(
            pictures[..index].iter().all(|other| other != picture),
            "variation {index}"
        );
    }
    assert!(ink(&pictures[1], 56..700, 436..630) > 1500);
    assert!(
        pictures[0] == render(&english),
        "the same card gives the same picture"
    );
}

#[test]
fn hostile_texts_are_only_text() {
    let cover = file(halves(300, 200), ImageFormat::Jpeg);
    let long = "Ω<&\u{202E}अ".repeat(20_000);
    for title in [
        "<script>&\"",
        "</text><rect width=\"1200\" height=\"630\" fill=\"red\"/>",
        "&entity; ]]> <!-- \u{0} \u{8} \u{FFFF}",
        "👨‍👩‍👧‍👦 𠀀 \u{FEFF}",
        long.as_str(),
    ] {
        let hostile = ShareCard {
            title,
            price_line: title,
            place_line: title,
            badge: Some(title),
            ..card(&cover)
        };
        let picture = render(&hostile);
        assert_eq!(
            ink(&picture, 0..50, 436..630) + ink(&picture, 1150..1200, 436..630),
            0
        );
    }
}

#[test]
fn the_heaviest_cover_still_fits_and_a_broken_one_is_refused() {
    let cover = file(noise(1300, 900), ImageFormat::Png);
    render(&card(&cover));
    let fonts = Fonts::embedded().expect("the fonts load");
    let refusal = render_share_picture(&card(b"not a picture"), &fonts);
    assert!(matches!(refusal, Err(MediaError::UnknownFormat)));
}
