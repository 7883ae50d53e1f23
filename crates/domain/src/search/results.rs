//! A search's answer, as pages and the browser get it.

use super::{
    cluster::MapPin,
    facets::{Facets, FilterGroup},
    query::SearchQuery,
};
use crate::ListingSummary;
use serde::{Deserialize, Serialize};

/// One page of results with all that stands around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Homes on all pages.
    pub total: u32,
    /// From 1.
    pub page: u32,
    /// At least 1.
    pub pages: u32,
    pub homes: Vec<ListingSummary>,
    pub facets: Facets,
    pub pins: Vec<MapPin>,
    pub text_reach: TextReach,
    /// Where nothing was found: filters whose removal would show most, best first.
    pub loosenings: Vec<Loosening>,
}

/// How far the homes shown answer the words asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextReach {
    /// Every word is answered, as far as spelling can tell; or none was asked for.
    #[default]
    EveryWord,
    /// No home answers every word, so homes that answer some are shown.
    SomeWords,
    /// The full-text index wasn't ready: only titles and places were searched.
    TitlesAndPlaces,
}

/// A filter that could go, and how many homes there would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loosening {
    pub group: FilterGroup,
    pub total: u32,
}

impl SearchQuery {
    /// The same search without one filter, from its first page.
    pub fn without(&self, group: FilterGroup) -> SearchQuery {
        let mut query = self.clone().on_first_page();
        match group {
            FilterGroup::Neighbourhood => query.neighbourhoods.clear(),
            FilterGroup::PropertySubType => query.property_sub_types.clear(),
            FilterGroup::Availability => query.availability = enumset::EnumSet::all(),
            FilterGroup::Price => (query.min_price, query.max_price) = (None, None),
            FilterGroup::Bedrooms => query.bedrooms = None,
            FilterGroup::Bathrooms => query.bathrooms = None,
            FilterGroup::Land => (query.min_land, query.max_land) = (None, None),
            FilterGroup::LivingArea => {
                (query.min_living_area, query.max_living_area) = (None, None)
            }
            FilterGroup::Road => query.road_width_decimetres = None,
            FilterGroup::Facing => query.facings.clear(),
            FilterGroup::Amenities => query.amenities.clear(),
            FilterGroup::Bounds => query.bounds = None,
            FilterGroup::DrawnArea => query.drawn_area = None,
        }
        query
    }
}
