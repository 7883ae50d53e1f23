//! What a search asks for: the state of the search page, held in its address.

use crate::{
    Area, Neighbourhood, Npr,
    area::AreaUnit,
    attributes::{Amenity, Facing, PropertySubType},
    location::{BoundingBox, DrawnArea},
    status::Availability,
};
use enumset::{EnumSet, EnumSetType};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A search. An empty set or `None` asks for nothing in particular.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// Words to look for: 1 to [`SearchQuery::MAX_TEXT`] characters.
    pub text: Option<String>,
    pub neighbourhoods: EnumSet<Neighbourhood>,
    pub property_sub_types: EnumSet<PropertySubType>,
    /// Empty: all but sold.
    pub availability: EnumSet<Availability>,
    pub min_price: Option<Npr>,
    pub max_price: Option<Npr>,
    /// At least so many.
    pub bedrooms: Option<u8>,
    /// At least so many.
    pub bathrooms: Option<u8>,
    pub min_land: Option<LandAmount>,
    pub max_land: Option<LandAmount>,
    /// The unit in which the buyer gives land.
    pub land_unit: AreaUnit,
    /// Built area in square feet.
    pub min_living_area: Option<u32>,
    pub max_living_area: Option<u32>,
    /// At least so wide, in decimetres.
    pub road_width_decimetres: Option<u16>,
    pub facings: EnumSet<Facing>,
    /// All of them.
    pub amenities: EnumSet<Amenity>,
    pub bounds: Option<BoundingBox>,
    pub drawn_area: Option<DrawnArea>,
    /// `None`: best match where there is text, else newest.
    pub sort: Option<Sort>,
    /// From 1.
    pub page: Page,
    pub layout: Layout,
}

/// An amount of land in the query's unit, kept in hundredths so that the address says
/// what the buyer typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LandAmount {
    pub hundredths: u32,
}

impl LandAmount {
    /// The area meant by this amount of `unit`.
    pub fn area(self, unit: AreaUnit) -> Area {
        Area::from_amount(f64::from(self.hundredths) / 100.0, unit).unwrap_or(Area::MAX)
    }
}

/// The number of a page of results, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page(pub u32);

impl Default for Page {
    fn default() -> Self {
        Page(1)
    }
}

/// The order of results.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Sort {
    BestMatch,
    Newest,
    PriceLow,
    PriceHigh,
    PricePerAana,
    LargestLand,
}

impl Sort {
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// How results are laid out.
#[derive(
    Debug,
    Default,
    Hash,
    EnumSetType,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Layout {
    #[default]
    Grid,
    List,
    Map,
}

impl Layout {
    pub fn key(self) -> &'static str {
        self.into()
    }
}

impl SearchQuery {
    /// Longest text searched for, in characters.
    pub const MAX_TEXT: usize = 200;
    /// Longest query string read, in bytes.
    pub const MAX_QUERY_STRING: usize = 8_192;
    /// The last page that can be asked for.
    pub const MAX_PAGE: u32 = 10_000;

    /// The statuses meant: those asked for, or all but sold.
    pub fn effective_availability(&self) -> EnumSet<Availability> {
        if self.availability.is_empty() {
            Availability::DEFAULT
        } else {
            self.availability
        }
    }

    /// The order meant.
    pub fn effective_sort(&self) -> Sort {
        match self.sort {
            Some(Sort::BestMatch) | None if self.text.is_none() => Sort::Newest,
            Some(sort) => sort,
            None => Sort::BestMatch,
        }
    }

    /// The land range meant, in exact areas.
    pub fn land_range(&self) -> (Option<Area>, Option<Area>) {
        let area = |amount: LandAmount| amount.area(self.land_unit);
        (self.min_land.map(area), self.max_land.map(area))
    }

    /// The same search from its first page, as after any change of a filter.
    pub fn on_first_page(mut self) -> Self {
        self.page = Page::default();
        self
    }

    /// Whether nothing narrows the search (order, page and layout don't).
    pub fn is_unfiltered(&self) -> bool {
        let rest = SearchQuery {
            sort: None,
            page: Page(1),
            layout: Layout::Grid,
            land_unit: AreaUnit::default(),
            ..self.clone()
        };
        rest == SearchQuery::default()
    }
}
