//! 360° pictures, floor plans and films.

use durbar_media::{
    FilmFacts, FilmProbe, MAX_FLAT_WIDTH, MediaError, PictureLimits, ProbeStep, VideoCodec,
    draw_plan, process_panorama,
};
use image::{ImageFormat, Rgb, RgbImage};

use crate::samples::{file, film, halves, plan};

/// Twice as wide as high; each side of the horizon in its own colour, white above, black below.
fn around(width: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, width / 2, |x, y| {
        let ahead = (x + width / 8) * 4 / width;
        Rgb(match (y * 8 / (width / 2), ahead % 4) {
            (0..2, _) => [255, 255, 255],
            (6.., _) => [0, 0, 0],
            (_, 0) => [200, 0, 0],
            (_, 1) => [0, 200, 0],
            (_, 2) => [0, 0, 200],
            _ => [200, 200, 0],
        })
    });
    file(picture, ImageFormat::Png)
}

fn middle(jpeg: &[u8]) -> [u8; 3] {
    let tile = image::load_from_memory(jpeg).expect("a JPEG").to_rgb8();
    tile.get_pixel(tile.width() / 2, tile.height() / 2).0
}

#[test]
fn a_panorama_is_cut_into_a_cube_that_looks_the_right_way() {
    let made = process_panorama(&around(2_048), &PictureLimits::STANDARD).expect("a panorama");
    assert_eq!((made.flat.width, made.flat.height), (2_048, 1_024));
    // 2048 / π rounded up to eights.
    assert_eq!((made.cube.face_side, made.cube.levels), (656, 2));
    // One tile a face at the first level, four at the second.
    assert_eq!(made.tiles.len(), 6 + 24);
    let tile = |name: &str| {
        let found = made.tiles.iter().find(|tile| tile.name == name);
        middle(&found.unwrap_or_else(|| panic!("no {name}")).bytes)
    };
    let near = |one: [u8; 3], other: [u8; 3]| {
        one.iter()
            .zip(other)
            .all(|(one, other)| one.abs_diff(other) < 40)
    };
    for (face, color) in [
        ('f', [0, 0, 200]),
        ('r', [200, 200, 0]),
        ('b', [200, 0, 0]),
        ('l', [0, 200, 0]),
        ('u', [255, 255, 255]),
        ('d', [0, 0, 0]),
    ] {
        let seen = tile(&format!("1/{face}0_0.jpg"));
        assert!(near(seen, color), "{face}: {seen:?}");
    }
}

#[test]
fn the_faces_above_and_below_join_the_one_ahead() {
    // Red ahead, blue behind: the lower edge of the face above looks ahead.
    let picture = RgbImage::from_fn(2_048, 1_024, |x, _| {
        let ahead = (512..1_536).contains(&x);
        Rgb(if ahead { [220, 0, 0] } else { [0, 0, 220] })
    });
    let bytes = file(picture, ImageFormat::Png);
    let made = process_panorama(&bytes, &PictureLimits::STANDARD).expect("a panorama");
    for (name, row) in [("1/u0_0.jpg", 0.9), ("1/d0_0.jpg", 0.1)] {
        let tile = made
            .tiles
            .iter()
            .find(|tile| tile.name == name)
            .expect(name);
        let tile = image::load_from_memory(&tile.bytes)
            .expect("a JPEG")
            .to_rgb8();
        let y = (f64::from(tile.height()) * row) as u32;
        let [red, _, blue] = tile.get_pixel(tile.width() / 2, y).0;
        assert!(red > 150 && blue < 100, "{name}: {red} {blue}");
    }
}

#[test]
fn a_wide_panorama_has_a_flat_version_that_phones_can_show() {
    let made = process_panorama(&around(6_000), &PictureLimits::STANDARD).expect("a panorama");
    assert_eq!(made.flat.width, MAX_FLAT_WIDTH);
    assert_eq!(made.cube.face_side, 1_912);
}

#[test]
fn another_shape_is_no_panorama() {
    for (width, height) in [(3_000, 2_000), (2_000, 1_000)] {
        let bytes = file(halves(width, height), ImageFormat::Jpeg);
        let refusal = process_panorama(&bytes, &PictureLimits::STANDARD).expect_err("refused");
        assert!(
            matches!(refusal, MediaError::NotAPanorama { .. }),
            "{refusal}"
        );
    }
}

#[test]
fn the_first_page_of_a_document_is_drawn_on_white() {
    let drawn = draw_plan(plan()).expect("a page");
    assert_eq!((drawn.width(), drawn.height()), (2_400, 1_200));
    let at = |x: usize, y: usize| {
        let start = (y * 2_400 + x) * 3;
        [0, 1, 2].map(|channel| drawn.pixels()[start + channel])
    };
    // A black rectangle over the left half of an otherwise empty page.
    assert_eq!(at(600, 600), [0, 0, 0]);
    assert_eq!(at(1_800, 600), [255, 255, 255]);
}

#[test]
fn a_damaged_document_is_refused() {
    for bytes in [b"%PDF-1.7\n".to_vec(), plan()[..40].to_vec(), vec![0; 500]] {
        let refusal = draw_plan(bytes).expect_err("refused");
        assert!(
            matches!(refusal, MediaError::UnreadableDocument),
            "{refusal}"
        );
    }
}

/// Reads a film as a store would give it out; gives back also how many bytes were read.
fn probe(bytes: &[u8]) -> (Result<FilmFacts, MediaError>, u64) {
    let mut probe = FilmProbe::new(bytes.len() as u64);
    let (mut step, mut read) = (probe.start(), 0);
    loop {
        match step {
            ProbeStep::Known(facts) => return (Ok(facts), read),
            ProbeStep::Read { offset, length } => {
                read += length;
                let part = &bytes[offset as usize..(offset + length) as usize];
                match probe.read(part) {
                    Ok(next) => step = next,
                    Err(error) => return (Err(error), read),
                }
            }
        }
    }
}

#[test]
fn a_film_is_known_by_its_boxes_wherever_they_stand() {
    let known = FilmFacts {
        duration_ms: 42_500,
        codec: VideoCodec::H264,
        width: 1_920,
        height: 1_080,
    };
    for facts_first in [true, false] {
        let bytes = film(b"avc1", facts_first);
        let (facts, read) = probe(&bytes);
        assert_eq!(facts.expect("facts"), known);
        assert!(read < 1_000, "read {read} of {} bytes", bytes.len());
    }
    let (facts, _) = probe(&film(b"hvc1", false));
    assert_eq!(facts.expect("facts").codec, VideoCodec::Hevc);
    let (facts, _) = probe(&film(b"mp4v", false));
    assert_eq!(facts.expect("facts").codec, VideoCodec::Other);
}

#[test]
fn a_film_that_is_cut_short_or_made_up_is_refused() {
    let whole = film(b"avc1", false);
    for length in (0..whole.len()).step_by(97) {
        assert!(probe(&whole[..length]).0.is_err(), "cut at {length}");
    }
    // Boxes without end, and one that is longer than the file.
    let endless = b"\0\0\0\x08free".repeat(2_000);
    let huge = [b"\0\0\0\x01mdat".as_slice(), &u64::MAX.to_be_bytes()].concat();
    for bytes in [endless, huge, b"\0\0\0\x04mdat".to_vec(), Vec::new()] {
        let refusal = probe(&bytes).0.expect_err("refused");
        assert!(
            matches!(refusal, MediaError::UnreadableFilm(_)),
            "{refusal}"
        );
    }
}
