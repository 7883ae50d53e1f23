//! The homes on the map, as the server's drawing gives them.

use super::coordinates;
use crate::islands::browser::find_all;
use leaflet::{LatLng, LatLngBounds};
use web_sys::Element;

/// A mark on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Where its link leads.
    pub address: String,
    pub latitude: f64,
    pub longitude: f64,
    /// What stands on the pill: a home's price, or how many homes are in a group.
    pub label: String,
    pub title: String,
    /// How many pins before it stand at the very same place, as flats of one house do, and
    /// approximate places: it is shown above them.
    pub below: u32,
    pub kind: PinKind,
}

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum PinKind {
    Home {
        listing_id: String,
        place: String,
        picture: Option<String>,
        /// The point is the middle of the surroundings, not the house.
        approximate: bool,
    },
    Group {
        /// `south,west,north,east` around its homes.
        bounds: String,
    },
}

impl Pin {
    pub fn point(&self) -> LatLng {
        LatLng::new(self.latitude, self.longitude)
    }

    /// The single home's identifier.
    pub fn listing_id(&self) -> Option<&str> {
        match &self.kind {
            PinKind::Home { listing_id, .. } => Some(listing_id),
            PinKind::Group { .. } => None,
        }
    }

    /// Whether only its surroundings are shown.
    pub fn is_approximate(&self) -> bool {
        matches!(self.kind, PinKind::Home { approximate: true, .. })
    }

    /// The box around a group's homes.
    pub fn group_bounds(&self) -> Option<LatLngBounds> {
        match &self.kind {
            PinKind::Group { bounds } => coordinates::parse_box(bounds),
            PinKind::Home { .. } => None,
        }
    }

    fn read(link: &Element) -> Option<Self> {
        let attribute = |name: &str| link.get_attribute(name);
        let kind = match attribute("data-pin")?.as_str() {
            "group" => PinKind::Group { bounds: attribute("data-bounds")? },
            _ => PinKind::Home {
                listing_id: attribute("data-listing")?,
                place: attribute("data-place").unwrap_or_default(),
                picture: attribute("data-picture"),
                approximate: link.has_attribute("data-approximate"),
            },
        };
        Some(Self {
            address: attribute("href")?,
            latitude: coordinates::number(&attribute("data-latitude")?)?,
            longitude: coordinates::number(&attribute("data-longitude")?)?,
            label: attribute("data-price")?,
            title: attribute("data-title")?,
            below: 0,
            kind,
        })
    }
}

/// The pins of the drawing in the map's frame.
pub fn read(frame: &Element) -> Vec<Pin> {
    let links = find_all(frame, "#map-drawing a[data-pin]");
    let mut pins: Vec<Pin> = links.iter().filter_map(Pin::read).collect();
    for index in 1..pins.len() {
        let (before, rest) = pins.split_at_mut(index);
        let pin = &mut rest[0];
        let same = |other: &&Pin| (other.latitude, other.longitude) == (pin.latitude, pin.longitude);
        pin.below = before.iter().filter(same).count() as u32;
    }
    pins
}
