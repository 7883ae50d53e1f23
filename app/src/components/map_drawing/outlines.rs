//! Outlines of the municipalities. Their shapes never change, so they are written once, and
//! a drawing places those it shows.

use super::projection::{FRAME, Projection, number};
use durbar_domain::{
    Locale,
    outlines::{OUTLINES, Outline},
};
use leptos::prelude::*;
use std::{fmt::Write as _, sync::LazyLock};

/// Where the shapes' units are counted from: south and west of the valley.
const ORIGIN: (f64, f64) = (27.0, 85.0);
/// Units of the shapes in a degree: one is about a metre.
const PER_DEGREE: f64 = 100_000.0;

/// An outline ready to be placed.
struct Shape {
    outline: &'static Outline,
    /// SVG path data in whole units from [`ORIGIN`].
    path: String,
    /// South, west, north, east, in degrees.
    bounds: (f64, f64, f64, f64),
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| OUTLINES.iter().map(shape).collect());

fn shape(outline: &'static Outline) -> Shape {
    let corners = || {
        outline
            .ring
            .iter()
            .map(|(latitude, longitude)| (f64::from(*latitude), f64::from(*longitude)))
    };
    let start = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    let bounds = corners().fold(start, |(south, west, north, east), (lat, lon)| {
        (south.min(lat), west.min(lon), north.max(lat), east.max(lon))
    });
    let mut path = String::with_capacity(outline.ring.len() * 9);
    let mut last = (0, 0);
    for (index, (latitude, longitude)) in corners().enumerate() {
        let x = ((longitude - ORIGIN.1) * PER_DEGREE).round() as i64;
        let y = ((latitude - ORIGIN.0) * PER_DEGREE).round() as i64;
        let step = if index == 0 { 'm' } else { 'l' };
        // Steps from corner to corner are shorter to write than places.
        let _ = write!(path, "{step}{} {}", x - last.0, y - last.1);
        last = (x, y);
    }
    path.push('z');
    Shape {
        outline,
        path,
        bounds,
    }
}

/// The outlines in sight, with their names.
#[component]
pub fn Outlines(locale: Locale, projection: Projection) -> impl IntoView {
    // The frame may be shown in a box of other proportions, which shows more at two sides.
    let (north, west) = projection.at(-FRAME.0, -FRAME.1);
    let (south, east) = projection.at(2.0 * FRAME.0, 2.0 * FRAME.1);
    let in_sight = |shape: &&Shape| {
        let bounds = shape.bounds;
        bounds.0 <= north && bounds.2 >= south && bounds.1 <= east && bounds.3 >= west
    };
    let shapes = || SHAPES.iter().filter(in_sight);
    let paths = shapes()
        .map(|shape| view! { <path d=shape.path.as_str()></path> })
        .collect_view();
    let names = shapes()
        .map(|shape| {
            let (latitude, longitude) = shape.outline.label;
            let (x, y) = projection.place(f64::from(latitude), f64::from(longitude));
            view! { <text x=number(x) y=number(y)>{*shape.outline.name.get(locale)}</text> }
        })
        .collect_view();
    view! {
        <g class="map-drawing__outlines" aria-hidden="true">
            <g transform=projection.matrix(ORIGIN, PER_DEGREE)>{paths}</g>
            {names}
        </g>
    }
}
