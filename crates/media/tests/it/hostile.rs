//! Files that must be refused, quickly and in clear words.

use durbar_media::{MediaError, PictureLimits, RgbPicture, SourceFormat, decode_picture};
use image::ImageFormat;

use crate::samples::{file, halves, noise};

fn decode(bytes: &[u8]) -> Result<RgbPicture, MediaError> {
    decode_picture(bytes, &PictureLimits::STANDARD, [0; 3])
}

/// A PNG that announces a size and has one pixel's worth of data.
fn png_announcing(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(halves(2, 2), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// A whole JPEG whose frame header announces another size.
fn jpeg_announcing(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = file(halves(16, 16), ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .expect("a baseline frame header");
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

#[test]
fn a_flood_of_pixels_is_refused_by_the_header() {
    for flood in [
        png_announcing(60_000, 60_000),
        jpeg_announcing(60_000, 60_000),
    ] {
        let refusal = decode(&flood).expect_err("too wide");
        assert!(matches!(
            refusal,
            MediaError::SideOutOfRange {
                width: 60_000,
                limit: 16_000,
                ..
            }
        ));
    }
    for flood in [
        png_announcing(12_000, 12_000),
        jpeg_announcing(12_000, 12_000),
    ] {
        let refusal = decode(&flood).expect_err("too many pixels");
        assert!(matches!(
            refusal,
            MediaError::TooManyPixels {
                pixels: 144_000_000,
                ..
            }
        ));
    }
}

#[test]
fn an_empty_side_is_refused() {
    assert!(decode(&jpeg_announcing(0, 16)).is_err());
    assert!(decode(&png_announcing(0, 16)).is_err());
}

#[test]
fn a_heavy_file_is_refused_unread() {
    let limits = PictureLimits {
        max_bytes: 100,
        ..PictureLimits::STANDARD
    };
    let refusal = decode_picture(&[0; 101], &limits, [0; 3]).expect_err("too heavy");
    assert!(matches!(
        refusal,
        MediaError::FileTooLarge {
            bytes: 101,
            limit: 100
        }
    ));
    assert_eq!(
        refusal.to_string(),
        "the picture file has 101 bytes, at most 100 are accepted"
    );
}

#[test]
fn other_formats_are_refused_whatever_their_name() {
    for bytes in [
        b"".as_slice(),
        b"GIF89a\x01\0\x01\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0AVI ",
        b"\xFF\xD8",
    ] {
        assert!(matches!(decode(bytes), Err(MediaError::UnknownFormat)));
    }
}

#[test]
fn a_file_that_is_cut_short_is_never_half_a_picture() {
    let formats = [
        (ImageFormat::Jpeg, SourceFormat::Jpeg),
        (ImageFormat::Png, SourceFormat::Png),
        (ImageFormat::WebP, SourceFormat::WebP),
    ];
    for (format, source) in formats {
        let whole = file(noise(64, 64), format);
        assert!(decode(&whole).is_ok(), "{source}");
        for tenths in 1..10 {
            let refusal = decode(&whole[..whole.len() * tenths / 10]).expect_err("cut short");
            let words = refusal.to_string();
            assert!(words.starts_with(&format!("the {source} file ")), "{words}");
        }
    }
    let jpeg = file(noise(64, 64), ImageFormat::Jpeg);
    let refusal = decode(&jpeg[..jpeg.len() - 2]).expect_err("no end marker");
    assert_eq!(refusal.to_string(), "the JPEG file is cut short");
}

#[test]
fn flipped_bytes_never_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(noise(24, 24), format);
        for position in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[position] ^= 0x5A;
            if let Ok(picture) = decode(&damaged) {
                assert!(!picture.pixels().is_empty());
            }
        }
    }
}
