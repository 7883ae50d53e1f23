//! The homes on the map, as the server's drawing gives them.

use super::coordinates;
use crate::islands::browser::find_all;
use durbar_domain::Npr;
use leaflet::{LatLng, LatLngBounds};
use web_sys::Element;

/// A mark on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    pub latitude: f64,
    pub longitude: f64,
    /// What stands on the pill: a home's price, or how many homes are in a group.
    pub label: String,
    pub title: String,
    /// The price, or the lowest in a group; `None`: on request, or not told.
    pub price: Option<Npr>,
    /// Homes here; 1 for a single home.
    pub count: u64,
    /// The homes here, as far as they are known one by one.
    pub listing_ids: Vec<String>,
    pub kind: PinKind,
}

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum PinKind {
    Home {
        listing_id: String,
        /// Its page.
        address: String,
        place: String,
        picture: Option<String>,
        /// The point is the middle of the surroundings, not the house.
        approximate: bool,
    },
    Group {
        /// `south,west,north,east` around its homes.
        bounds: String,
        /// A search among them, for a group that the server made.
        address: Option<String>,
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
        matches!(
            self.kind,
            PinKind::Home {
                approximate: true,
                ..
            }
        )
    }

    /// The box around a group's homes.
    pub fn group_bounds(&self) -> Option<LatLngBounds> {
        match &self.kind {
            PinKind::Group { bounds, .. } => coordinates::parse_box(bounds),
            PinKind::Home { .. } => None,
        }
    }

    /// Points that span all its homes.
    pub fn corners(&self) -> Vec<LatLng> {
        match self.group_bounds() {
            Some(bounds) => vec![bounds.get_south_west(), bounds.get_north_east()],
            None => vec![self.point()],
        }
    }

    fn read(link: &Element) -> Option<Self> {
        let attribute = |name: &str| link.get_attribute(name);
        let listing_id = attribute("data-listing");
        let address = attribute("href")?;
        let kind = match (attribute("data-pin")?.as_str(), listing_id.clone()) {
            ("home", Some(listing_id)) => PinKind::Home {
                listing_id,
                address,
                place: attribute("data-place").unwrap_or_default(),
                picture: attribute("data-picture"),
                approximate: link.has_attribute("data-approximate"),
            },
            _ => PinKind::Group {
                bounds: attribute("data-bounds")?,
                address: Some(address),
            },
        };
        Some(Self {
            latitude: coordinates::number(&attribute("data-latitude")?)?,
            longitude: coordinates::number(&attribute("data-longitude")?)?,
            label: attribute("data-price")?,
            title: attribute("data-title")?,
            price: attribute("data-amount").and_then(|paisa| Npr::from_paisa(paisa.parse().ok()?)),
            count: attribute("data-count")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1),
            listing_ids: listing_id.into_iter().collect(),
            kind,
        })
    }
}

/// The pins of the drawing in the map's frame.
pub fn read(frame: &Element) -> Vec<Pin> {
    find_all(frame, "#map-drawing a[data-pin]")
        .iter()
        .filter_map(Pin::read)
        .collect()
}
