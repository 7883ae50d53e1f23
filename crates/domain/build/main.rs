//! Prepares what the crate ships: the valley's outlines, simplified (feature `outlines`).

#[cfg(feature = "outlines")]
mod outlines;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data/valley.geojson");
    #[cfg(feature = "outlines")]
    outlines::generate();
}
