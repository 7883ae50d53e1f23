//! Marks that would cover each other become one, at every zoom anew.

use super::{
    coordinates,
    live::CLOSEST,
    pins::{Pin, PinKind},
};
use durbar_domain::{Locale, Npr, format};
use durbar_messages as messages;
use leaflet::Map;

/// Height of a pill and a gap, in pixels.
const ROW: f64 = 36.0;

/// Half the width of a pill with this text, and half a gap, in pixels: the style's padding,
/// and a mean character of its type size.
fn half_width(label: &str) -> f64 {
    15.0 + 3.4 * label.chars().count() as f64
}

/// Pins as one mark, and where it is on the map in pixels.
struct Cluster {
    pins: Vec<Pin>,
    x: f64,
    y: f64,
    half_width: f64,
}

impl Cluster {
    fn of(pin: Pin, map: &Map) -> Self {
        let point = map.lat_lng_to_layer_point(&pin.point());
        Self {
            x: point.x(),
            y: point.y(),
            half_width: half_width(&pin.label),
            pins: vec![pin],
        }
    }

    fn covers(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < self.half_width + other.half_width
            && (self.y - other.y).abs() < ROW
    }

    /// The mark in the middle of both.
    fn join(&mut self, other: Self, locale: Locale) {
        let (own, others) = (self.pins.len() as f64, other.pins.len() as f64);
        self.x = (self.x * own + other.x * others) / (own + others);
        self.y = (self.y * own + other.y * others) / (own + others);
        self.pins.extend(other.pins);
        self.half_width = half_width(&group_label(&self.pins, locale));
    }

    fn into_pin(mut self, locale: Locale) -> Pin {
        match self.pins.len() {
            1 => self.pins.swap_remove(0),
            _ => group(&self.pins, locale),
        }
    }
}

/// The marks to show at the map's zoom. As close as it goes nothing is joined, so that every
/// home can be opened.
pub fn arrange(map: &Map, pins: &[Pin], locale: Locale) -> Vec<Pin> {
    if map.get_zoom() >= CLOSEST {
        return pins.to_vec();
    }
    let mut clusters: Vec<Cluster> = pins
        .iter()
        .map(|pin| Cluster::of(pin.clone(), map))
        .collect();
    while let Some((first, second)) = covering(&clusters) {
        let other = clusters.remove(second);
        clusters[first].join(other, locale);
    }
    clusters
        .into_iter()
        .map(|cluster| cluster.into_pin(locale))
        .collect()
}

/// Two marks of which one covers the other, in order.
fn covering(clusters: &[Cluster]) -> Option<(usize, usize)> {
    clusters.iter().enumerate().find_map(|(first, cluster)| {
        let second = clusters[first + 1..]
            .iter()
            .position(|other| cluster.covers(other))?;
        Some((first, first + 1 + second))
    })
}

fn count(pins: &[Pin]) -> u64 {
    pins.iter().map(|pin| pin.count).sum()
}

fn lowest_price(pins: &[Pin]) -> Option<Npr> {
    pins.iter().filter_map(|pin| pin.price).min()
}

/// How many homes, and the lowest price.
fn group_label(pins: &[Pin], locale: Locale) -> String {
    let count = format::number(count(pins), locale);
    match lowest_price(pins) {
        Some(price) => format!("{count} · {}", format::npr_compact_amount(price, locale)),
        None => count,
    }
}

fn group(pins: &[Pin], locale: Locale) -> Pin {
    let title = match lowest_price(pins) {
        Some(price) => {
            messages::map::group(locale, count(pins), format::npr_compact(price, locale))
        }
        None => messages::search::found(locale, count(pins)),
    };
    let mean = |of: fn(&Pin) -> f64| pins.iter().map(of).sum::<f64>() / pins.len() as f64;
    let corners: Vec<_> = pins.iter().flat_map(Pin::corners).collect();
    Pin {
        latitude: mean(|pin| pin.latitude),
        longitude: mean(|pin| pin.longitude),
        label: group_label(pins, locale),
        title,
        price: lowest_price(pins),
        count: count(pins),
        listing_ids: pins
            .iter()
            .flat_map(|pin| pin.listing_ids.clone())
            .collect(),
        kind: PinKind::Group {
            bounds: coordinates::around(&corners)
                .map(|bounds| coordinates::box_text(&bounds))
                .unwrap_or_default(),
            address: None,
        },
    }
}
