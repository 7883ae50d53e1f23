use super::*;
use crate::{Neighbourhood, location::GeoPoint};
use std::collections::BTreeMap;
use strum::VariantArray;

type Corner = (f32, f32);

fn point((latitude, longitude): Corner) -> GeoPoint {
    GeoPoint::new("corner", latitude.into(), longitude.into()).expect("a place on Earth")
}

/// Whether `at` lies inside, by the rule of drawn areas but without their limit of corners.
fn contains(ring: &[Corner], at: GeoPoint) -> bool {
    let crossings = ring.windows(2).filter(|side| {
        let (a, b) = (point(side[0]), point(side[1]));
        (a.latitude() > at.latitude()) != (b.latitude() > at.latitude())
            && at.longitude()
                < a.longitude()
                    + (b.longitude() - a.longitude()) * (at.latitude() - a.latitude())
                        / (b.latitude() - a.latitude())
    });
    crossings.count() % 2 == 1
}

fn turn(a: Corner, b: Corner, c: Corner) -> f64 {
    let wide = |from: Corner, to: Corner| f64::from(to.1) - f64::from(from.1);
    let tall = |from: Corner, to: Corner| f64::from(to.0) - f64::from(from.0);
    wide(a, b) * tall(a, c) - tall(a, b) * wide(a, c)
}

fn cross(a: Corner, b: Corner, c: Corner, d: Corner) -> bool {
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

#[test]
fn rings_are_closed_counterclockwise_and_named_once() {
    let mut names: Vec<&str> = OUTLINES
        .iter()
        .flat_map(|outline| [outline.name.en, outline.name.ne])
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 2 * OUTLINES.len());
    for outline in &OUTLINES {
        let ring = outline.ring;
        assert!(
            ring.len() >= 4 && ring.first() == ring.last(),
            "{}",
            outline.name.en
        );
        let doubled_area: f64 = ring
            .windows(2)
            .map(|side| turn(ring[0], side[0], side[1]))
            .sum();
        assert!(doubled_area > 0.0, "{}", outline.name.en);
        assert!(contains(ring, point(outline.label)), "{}", outline.name.en);
    }
}

#[test]
fn neighbours_share_their_borders_and_nothing_crosses() {
    let mut sides: BTreeMap<[u32; 4], u32> = BTreeMap::new();
    let key = |a: Corner, b: Corner| [a.0.to_bits(), a.1.to_bits(), b.0.to_bits(), b.1.to_bits()];
    let all: Vec<[Corner; 2]> = OUTLINES
        .iter()
        .flat_map(|outline| outline.ring.windows(2))
        .map(|side| [side[0], side[1]])
        .collect();
    for [a, b] in &all {
        *sides.entry(key(*a, *b)).or_default() += 1;
    }
    assert!(
        sides.values().all(|uses| *uses == 1),
        "two outlines cover the same ground"
    );
    let shared = all
        .iter()
        .filter(|[a, b]| sides.contains_key(&key(*b, *a)))
        .count();
    assert!(
        shared * 2 > all.len(),
        "{shared} of {} sides are shared",
        all.len()
    );
    for (index, [a, b]) in all.iter().enumerate() {
        for [c, d] in &all[index + 1..] {
            assert!(!cross(*a, *b, *c, *d), "{a:?}-{b:?} crosses {c:?}-{d:?}");
        }
    }
}

#[test]
fn every_neighbourhood_lies_in_its_municipality() {
    for neighbourhood in Neighbourhood::VARIANTS {
        let name = neighbourhood.municipality();
        let home = OUTLINES.iter().find(|outline| outline.name == name);
        let home = home.unwrap_or_else(|| panic!("{} has an outline", name.en));
        assert!(
            contains(home.ring, neighbourhood.centre()),
            "{neighbourhood:?} in {}",
            name.en
        );
    }
}

#[test]
fn geojson_is_small_and_tells_the_same() {
    let text = valley_geojson();
    assert!(text.len() <= 30_000, "{} bytes", text.len());
    let parsed: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
    let features = parsed["features"].as_array().expect("a feature collection");
    assert_eq!(features.len(), OUTLINES.len());
    for (feature, outline) in features.iter().zip(&OUTLINES) {
        assert_eq!(feature["properties"]["en"], outline.name.en);
        assert_eq!(feature["properties"]["ne"], outline.name.ne);
        let ring = feature["geometry"]["coordinates"][0]
            .as_array()
            .expect("a ring");
        assert_eq!(ring.len(), outline.ring.len());
        for (pair, corner) in ring.iter().zip(outline.ring) {
            assert_eq!(pair[0].as_f64().map(|x| x as f32), Some(corner.1));
            assert_eq!(pair[1].as_f64().map(|y| y as f32), Some(corner.0));
        }
    }
}

#[test]
fn a_simplified_ring_keeps_its_area() {
    let source: serde_json::Value =
        serde_json::from_str(include_str!("../../data/valley.geojson")).expect("JSON");
    for (feature, outline) in source["features"]
        .as_array()
        .expect("features")
        .iter()
        .zip(&OUTLINES)
    {
        let ring: Vec<Corner> = feature["geometry"]["coordinates"][0]
            .as_array()
            .expect("a ring")
            .iter()
            .map(|pair| {
                (
                    pair[1].as_f64().expect("a latitude") as f32,
                    pair[0].as_f64().expect("a longitude") as f32,
                )
            })
            .collect();
        let area = |ring: &[Corner]| {
            ring.windows(2)
                .map(|side| turn(ring[0], side[0], side[1]))
                .sum::<f64>()
        };
        let kept = area(outline.ring) / area(&ring);
        assert!(
            (0.98..=1.02).contains(&kept),
            "{} keeps {kept}",
            outline.name.en
        );
    }
}
