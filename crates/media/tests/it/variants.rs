//! What pages get from an upload.

use durbar_media::{
    PictureFormat, PictureLimits, Recipe, Rendition, decode_picture, process_picture,
};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, Rgba, RgbaImage};

use crate::samples::{BLUE, RED, file, halves, noise, quick_recipe, with_exif, with_segment};

fn is_near(found: [u8; 3], expected: [u8; 3]) -> bool {
    found
        .iter()
        .zip(expected)
        .all(|(&a, b)| a.abs_diff(b) <= 12)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// Where the red half of [`halves`] is after each EXIF orientation was applied.
#[test]
fn every_orientation_is_applied() {
    let jpeg = file(halves(64, 32), ImageFormat::Jpeg);
    let (left, right, top, bottom) = ((2, 16), (61, 16), (16, 2), (16, 61));
    let cases = [
        (1, left),
        (2, right),
        (3, right),
        (4, left),
        (5, top),
        (6, top),
        (7, bottom),
        (8, bottom),
    ];
    for (orientation, red) in cases {
        let picture = process_picture(&with_exif(&jpeg, orientation), &quick_recipe())
            .expect("the picture is processed");
        let upright = if orientation < 5 { (64, 32) } else { (32, 64) };
        assert_eq!(
            (picture.width, picture.height),
            upright,
            "orientation {orientation}"
        );

        let shown = decode_picture(
            &with_exif(&jpeg, orientation),
            &PictureLimits::STANDARD,
            [0; 3],
        )
        .expect("the picture is decoded");
        let at = |(x, y): (u32, u32)| {
            let start = ((y * shown.width() + x) * 3) as usize;
            [
                shown.pixels()[start],
                shown.pixels()[start + 1],
                shown.pixels()[start + 2],
            ]
        };
        let opposite = (shown.width() - 1 - red.0, shown.height() - 1 - red.1);
        assert!(is_near(at(red), RED), "orientation {orientation}");
        assert!(is_near(at(opposite), BLUE), "orientation {orientation}");
    }
}

#[test]
fn nothing_of_the_metadata_is_left() {
    let secrets: [&[u8]; 5] = [
        b"Exif",
        b"SecretMaker",
        b"secret comment",
        b"http://ns.adobe.com/xap",
        b"Photoshop 3.0",
    ];
    let mut jpeg = with_exif(&file(halves(64, 64), ImageFormat::Jpeg), 1);
    jpeg = with_segment(&jpeg, 0xFE, b"secret comment");
    jpeg = with_segment(&jpeg, 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
    jpeg = with_segment(&jpeg, 0xED, b"Photoshop 3.0\08BIM");
    jpeg.extend_from_slice(b"secret comment in a trailer");
    assert!(secrets.iter().all(|secret| contains(&jpeg, secret)));

    let picture = process_picture(&jpeg, &quick_recipe()).expect("the picture is processed");
    assert_eq!(picture.variants.len(), 2);
    for variant in &picture.variants {
        for secret in secrets {
            assert!(!contains(&variant.bytes, secret), "{}", variant.format);
        }
    }
    let jpeg = &picture.variants[1].bytes;
    let application_segments = jpeg
        .windows(2)
        .filter(|pair| pair[0] == 0xFF && ((0xE1..=0xEF).contains(&pair[1]) || pair[1] == 0xFE));
    assert_eq!(application_segments.count(), 0);
}

#[test]
fn transparent_parts_show_the_background() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| {
        if x < 20 {
            Rgba([9, 200, 9, 0])
        } else {
            Rgba([200, 0, 0, 51])
        }
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let picture = decode_picture(
            &file(glass.clone(), format),
            &PictureLimits::STANDARD,
            [0, 100, 200],
        )
        .expect("the picture is decoded");
        assert_eq!(picture.pixels()[..3], [0, 100, 200]);
        assert_eq!(picture.pixels()[39 * 3..40 * 3], [40, 80, 160]);
    }
}

#[test]
fn colours_of_a_wide_profile_become_srgb() {
    let profile = moxcms::ColorProfile::new_display_p3()
        .encode()
        .expect("a profile");
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder
        .set_icc_profile(profile)
        .expect("PNG carries profiles");
    encoder
        .write_image(&[120, 200, 120], 1, 1, ExtendedColorType::Rgb8)
        .expect("a PNG");
    let picture =
        decode_picture(&png, &PictureLimits::STANDARD, [0; 3]).expect("the picture is decoded");
    assert!(is_near(
        [
            picture.pixels()[0],
            picture.pixels()[1],
            picture.pixels()[2]
        ],
        [85, 202, 110]
    ));
}

#[test]
fn the_standard_variants_are_true_to_their_names_and_never_larger_than_the_source() {
    let jpeg = file(halves(800, 600), ImageFormat::Jpeg);
    let picture = process_picture(
        &jpeg,
        &Recipe {
            avif_speed: 10,
            ..Recipe::standard()
        },
    )
    .expect("the picture is processed");
    let listed: Vec<_> = picture
        .variants
        .iter()
        .map(|variant| (variant.format, variant.width, variant.height))
        .collect();
    assert_eq!(
        listed,
        [
            (PictureFormat::Avif, 480, 360),
            (PictureFormat::Avif, 768, 576),
            (PictureFormat::WebP, 480, 360),
            (PictureFormat::WebP, 768, 576),
            (PictureFormat::Jpeg, 480, 360),
            (PictureFormat::Jpeg, 768, 576),
        ]
    );
    for variant in &picture.variants {
        match variant.format {
            PictureFormat::Avif => {
                assert_eq!(&variant.bytes[4..12], b"ftypavif");
                // The image's size property: its width and height follow the version and flags.
                let mut property = b"ispe\0\0\0\0".to_vec();
                property.extend_from_slice(&variant.width.to_be_bytes());
                property.extend_from_slice(&variant.height.to_be_bytes());
                assert!(contains(&variant.bytes, &property));
            }
            PictureFormat::Jpeg | PictureFormat::WebP => {
                let shown = image::load_from_memory(&variant.bytes)
                    .expect("a picture")
                    .into_rgb8();
                assert_eq!(shown.dimensions(), (variant.width, variant.height));
                assert!(is_near(shown.get_pixel(5, 5).0, RED));
                assert!(is_near(shown.get_pixel(shown.width() - 8, 350).0, BLUE));
            }
        }
    }
}

#[test]
fn takes_of_one_picture_have_near_hashes_and_others_have_not() {
    let seed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seed/media");
    let recipe = Recipe {
        renditions: vec![Rendition {
            format: PictureFormat::Jpeg,
            widths: vec![200],
            quality: 30,
        }],
        ..Recipe::standard()
    };
    let pictures = [
        "villa-01-hero",
        "villa-02-hero",
        "villa-03-hero",
        "villa-01-living",
    ];
    let hashes: Vec<_> = pictures
        .iter()
        .map(|name| {
            let bytes = std::fs::read(seed.join(name).join("1536.jpg")).expect("a picture");
            let whole = process_picture(&bytes, &recipe).expect("the picture is processed");
            let small = process_picture(&whole.variants[0].bytes, &recipe).expect("a small one");
            assert!(
                whole.hash.is_near(small.hash),
                "{name}: {} {}",
                whole.hash,
                small.hash
            );
            whole.hash
        })
        .collect();
    for (index, one) in hashes.iter().enumerate() {
        for other in &hashes[index + 1..] {
            assert!(!one.is_near(*other), "{one} {other}");
        }
    }
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let png = file(noise(90, 70), ImageFormat::Png);
    let first = process_picture(&png, &quick_recipe()).expect("the picture is processed");
    let second = process_picture(&png, &quick_recipe()).expect("the picture is processed");
    assert_eq!(first, second);
}
