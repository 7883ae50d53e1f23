//! The memory that the largest accepted picture takes: prints one line of JSON with the most that
//! this process ever held, in bytes. Linux only.
//!
//! ```text
//! cargo run --release -p durbar-media --example largest-picture
//! ```

use durbar_media::{Recipe, process_picture};
use jpeg_encoder::{ColorType, Encoder};

/// 100 million pixels.
const SIDES: (u16, u16) = (12_500, 8_000);

fn main() {
    let file = picture();
    let before = most_held();
    let made = process_picture(&file, &Recipe::standard()).expect("the picture is processed");
    println!(
        "{}",
        serde_json::json!({
            "file_bytes": file.len(),
            "variants": made.variants.len(),
            "most_before": before,
            "most_held": most_held(),
        })
    );
}

/// A progressive JPEG of as many pixels as are accepted, which takes a decoder the most memory.
fn picture() -> Vec<u8> {
    let (width, height) = SIDES;
    let mut pixels = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).rotate_left(9);
            pixels.extend([(x / 49) as u8, (y / 32) as u8, (grain % 64) as u8]);
        }
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 85);
    encoder.set_progressive(true);
    encoder
        .encode(&pixels, width, height, ColorType::Rgb)
        .expect("a JPEG");
    file
}

/// The most memory this process ever held, in bytes.
fn most_held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1_024
}
