//! How much processor time all variants of pictures take: `make bench` compares it with sharp
//! making the same set. Prints one line of JSON: the set, and pictures per second of processor
//! time.
//!
//! ```text
//! variant-rate FILE…
//! ```

use durbar_media::{Recipe, process_picture};

fn main() {
    let files: Vec<Vec<u8>> = std::env::args()
        .skip(1)
        .map(|path| std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
        .collect();
    let recipe = Recipe::standard();
    // One for the threads to start by.
    if let Some(first) = files.first() {
        process_picture(first, &recipe).expect("a picture");
    }
    let before = processor_seconds();
    let mut set = Vec::new();
    let mut bytes = std::collections::BTreeMap::<&str, usize>::new();
    for file in &files {
        let made = process_picture(file, &recipe).expect("a picture");
        for variant in &made.variants {
            *bytes.entry(variant.format.extension()).or_default() += variant.bytes.len();
        }
        set = made
            .variants
            .iter()
            .map(|it| (it.format.extension(), it.width))
            .collect();
    }
    let spent = processor_seconds() - before;
    let per_second = files.len() as f64 / spent;
    println!(
        "{}",
        serde_json::json!({ "per_second": per_second, "set": set, "bytes": bytes })
    );
}

/// Of this process, all threads.
fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat[stat.rfind(')').expect("a name")..]
        .split(' ')
        .collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("a number");
    (ticks(12) + ticks(13)) / TICKS_PER_SECOND
}
