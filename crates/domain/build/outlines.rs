//! Simplifies `data/valley.geojson` and writes it as a Rust table and as compact GeoJSON.
//!
//! Neighbours share their borders point for point. Each ring is cut into arcs where three
//! borders meet, and each arc is simplified in one canonical direction, so that both
//! neighbours get the same points and no gap opens between them.

use geo::{Centroid, Contains, InteriorPoint, LineString, Polygon, SimplifyVwPreserve};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

/// Longitude and latitude in units of 1e-4 degrees (about 10 m).
type Vertex = (i32, i32);

/// Units of a [`Vertex`] in a degree.
const PER_DEGREE: f64 = 1e4;

/// Triangles below this area, in square degrees, are given up: about 150 m by 300 m, which
/// is a speck on a map of the whole valley.
const GIVEN_UP: f64 = 3.5e-6;

struct Municipality {
    en: String,
    ne: String,
    ring: Vec<Vertex>,
}

pub fn generate() {
    let source =
        fs::read_to_string("data/valley.geojson").expect("data/valley.geojson is readable");
    let source: Value = serde_json::from_str(&source).expect("data/valley.geojson is JSON");
    let municipalities: Vec<Municipality> = source["features"]
        .as_array()
        .expect("a feature collection")
        .iter()
        .map(municipality)
        .collect();
    let junctions = junctions(&municipalities);
    let simplified: Vec<Municipality> = municipalities
        .into_iter()
        .map(|Municipality { en, ne, ring }| Municipality {
            ring: simplify(&ring, &junctions),
            en,
            ne,
        })
        .collect();

    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, text: String| {
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR is writable")
    };
    write("outlines.rs", rust(&simplified));
    write("valley.json", geojson(&simplified));
}

fn municipality(feature: &Value) -> Municipality {
    let property = |name: &str| {
        feature["properties"][name]
            .as_str()
            .expect("a name in both languages")
            .to_owned()
    };
    let rings = feature["geometry"]["coordinates"]
        .as_array()
        .expect("a polygon");
    assert_eq!(rings.len(), 1, "a polygon without holes");
    let ring = rings[0].as_array().expect("a ring").iter().map(|point| {
        let axis = |index: usize| {
            (point[index].as_f64().expect("a coordinate") * PER_DEGREE).round() as i32
        };
        (axis(0), axis(1))
    });
    let mut ring: Vec<Vertex> = ring.collect();
    ring.dedup(); // neighbours in the source may round to the same vertex
    Municipality {
        en: property("name_en"),
        ne: property("name_ne"),
        ring,
    }
}

/// The vertices where more than two border pieces meet.
fn junctions(municipalities: &[Municipality]) -> BTreeSet<Vertex> {
    let mut beside: BTreeMap<Vertex, BTreeSet<Vertex>> = BTreeMap::new();
    for pair in municipalities
        .iter()
        .flat_map(|municipality| municipality.ring.windows(2))
    {
        beside.entry(pair[0]).or_default().insert(pair[1]);
        beside.entry(pair[1]).or_default().insert(pair[0]);
    }
    beside
        .into_iter()
        .filter(|(_, others)| others.len() > 2)
        .map(|(vertex, _)| vertex)
        .collect()
}

/// Simplifies a closed ring arc by arc; its junctions stay.
fn simplify(ring: &[Vertex], junctions: &BTreeSet<Vertex>) -> Vec<Vertex> {
    let open = &ring[..ring.len() - 1];
    // A ring that touches no other starts at its least vertex, wherever the source starts.
    let first = open
        .iter()
        .position(|vertex| junctions.contains(vertex))
        .unwrap_or_else(|| {
            (0..open.len())
                .min_by_key(|index| open[*index])
                .expect("a ring has vertices")
        });
    let around: Vec<Vertex> = open[first..]
        .iter()
        .chain(&open[..=first])
        .copied()
        .collect();
    let mut simplified = vec![around[0]];
    let mut start = 0;
    for end in 1..around.len() {
        if end == around.len() - 1 || junctions.contains(&around[end]) {
            simplified.extend(&simplify_arc(&around[start..=end])[1..]);
            start = end;
        }
    }
    assert!(simplified.len() >= 4, "a ring keeps three corners");
    simplified
}

fn simplify_arc(arc: &[Vertex]) -> Vec<Vertex> {
    let reversed: Vec<Vertex> = arc.iter().rev().copied().collect();
    let backwards = reversed.as_slice() < arc;
    let canonical = if backwards { &reversed } else { arc };
    let line: LineString = canonical.iter().map(|vertex| degrees(*vertex)).collect();
    let mut vertices: Vec<Vertex> = line
        .simplify_vw_preserve(GIVEN_UP)
        .coords()
        .map(|point| {
            (
                (point.x * PER_DEGREE).round() as i32,
                (point.y * PER_DEGREE).round() as i32,
            )
        })
        .collect();
    if backwards {
        vertices.reverse();
    }
    vertices
}

fn degrees((longitude, latitude): Vertex) -> (f64, f64) {
    (
        f64::from(longitude) / PER_DEGREE,
        f64::from(latitude) / PER_DEGREE,
    )
}

/// A point well inside, where the name can stand.
fn label(ring: &[Vertex]) -> geo::Point {
    let polygon = Polygon::new(
        ring.iter().map(|vertex| degrees(*vertex)).collect(),
        Vec::new(),
    );
    let centroid = polygon.centroid().filter(|point| polygon.contains(point));
    centroid
        .or_else(|| polygon.interior_point())
        .expect("a polygon with an area has an inside")
}

fn rust(municipalities: &[Municipality]) -> String {
    let pair =
        |longitude: f64, latitude: f64| format!("({:?}, {:?})", latitude as f32, longitude as f32);
    let entries = municipalities.iter().map(|Municipality { en, ne, ring }| {
        let points: Vec<String> = ring
            .iter()
            .map(|vertex| degrees(*vertex))
            .map(|(x, y)| pair(x, y))
            .collect();
        let label = label(ring);
        format!(
            "Outline {{ name: Localized {{ en: {en:?}, ne: {ne:?} }}, label: {}, ring: &[{}] }},\n",
            pair(label.x(), label.y()),
            points.join(", ")
        )
    });
    format!("[\n{}]\n", entries.collect::<String>())
}

fn geojson(municipalities: &[Municipality]) -> String {
    let features = municipalities.iter().map(|Municipality { en, ne, ring }| {
        let points: Vec<[f64; 2]> = ring.iter().map(|vertex| degrees(*vertex).into()).collect();
        json!({
            "type": "Feature",
            "properties": { "en": en, "ne": ne },
            "geometry": { "type": "Polygon", "coordinates": [points] },
        })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() }).to_string()
}
