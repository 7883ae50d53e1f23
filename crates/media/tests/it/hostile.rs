//! Files that must be refused, quickly and in clear words.

use durbar_media::{MediaError, PictureLimits, RgbPicture, SourceFormat, decode_picture};
use image::ImageFormat;

use crate::samples::{file, halves, noise, with_segment};

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

/// Puts a chunk before the first data chunk of a PNG.
fn with_chunk(png: &[u8], kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let place = png
        .windows(4)
        .position(|window| window == b"IDAT")
        .expect("a data chunk")
        - 4;
    let named = [kind.as_slice(), content].concat();
    let length = u32::try_from(content.len()).expect("a short chunk");
    let mut file = png[..place].to_vec();
    file.extend(length.to_be_bytes());
    file.extend(&named);
    file.extend(crc32(&named).to_be_bytes());
    file.extend(&png[place..]);
    file
}

/// An empty ZIP archive.
const ARCHIVE: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

#[test]
fn a_file_that_is_two_things_at_once_is_refused() {
    let (png, jpeg, webp) = (
        file(noise(24, 24), ImageFormat::Png),
        file(noise(24, 24), ImageFormat::Jpeg),
        file(noise(24, 24), ImageFormat::WebP),
    );
    let with = |picture: &[u8], trailer: &[u8]| [picture, trailer].concat();
    let page = b"<html><script>alert(1)</script>".as_slice();
    for (name, bytes) in [
        ("PNG and archive", with(&png, ARCHIVE)),
        ("JPEG and archive", with(&jpeg, ARCHIVE)),
        ("WebP and archive", with(&webp, ARCHIVE)),
        ("JPEG and page", with(&jpeg, page)),
        ("PNG and page", with(&png, page)),
        ("PNG and program", with(&png, b"MZ\x90\0")),
        (
            "JPEG that begins a document",
            with_segment(&jpeg, 0xFE, b"%PDF-1.7\n"),
        ),
        (
            "JPEG with a page in it",
            with_segment(&jpeg, 0xFE, b"*/<SCRIPT>"),
        ),
        (
            "PNG with a flood of text",
            with_chunk(&png, b"zTXt", &vec![b'x'; 1_100_000]),
        ),
    ] {
        let refusal = decode(&bytes).expect_err(name);
        assert!(
            matches!(refusal, MediaError::SomethingElseInside),
            "{name}: {refusal}"
        );
        assert!(refusal.is_about_the_file());
    }
}

#[test]
fn what_phones_and_cameras_append_is_accepted() {
    let jpeg = file(noise(24, 24), ImageFormat::Jpeg);
    let second = [jpeg.as_slice(), &jpeg].concat();
    let filled = [file(noise(24, 24), ImageFormat::Png), vec![0; 512]].concat();
    // A motion photo of Android: a film behind the picture.
    let motion = [jpeg.as_slice(), &crate::samples::film(b"avc1", true)].concat();
    for bytes in [second, filled, motion] {
        assert_eq!(decode(&bytes).expect("a picture").width(), 24);
    }
}

#[test]
fn a_picture_that_moves_is_refused() {
    let png = file(noise(24, 24), ImageFormat::Png);
    let moving = with_chunk(&png, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    assert!(matches!(decode(&moving), Err(MediaError::Moving)));
    let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x17\0\0\x17\0\0".to_vec();
    webp.extend(b"ANIM\x06\0\0\0\0\0\0\0\0\0");
    let size = u32::try_from(webp.len() - 8).expect("a short file");
    webp[4..8].copy_from_slice(&size.to_le_bytes());
    assert!(matches!(decode(&webp), Err(MediaError::Moving)));
}

#[test]
fn sixteen_bits_and_four_inks_become_eight_and_three() {
    let deep = image::ImageBuffer::from_pixel(8, 8, image::Rgb([65_535_u16, 0, 32_896]));
    let picture = decode(&file(deep, ImageFormat::Png)).expect("a picture");
    assert_eq!(picture.pixels()[..3], [255, 0, 128]);
    // Without cyan, magenta, yellow or black there is white.
    let mut inks = Vec::new();
    jpeg_encoder::Encoder::new(&mut inks, 95)
        .encode(&[0; 16 * 16 * 4], 16, 16, jpeg_encoder::ColorType::Cmyk)
        .expect("a CMYK JPEG");
    let picture = decode(&inks).expect("a picture");
    assert!(picture.pixels().iter().all(|channel| *channel > 245));
}
