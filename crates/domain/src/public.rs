//! What anyone may know of a listing. Pages, searches, feeds and share pictures are made
//! from these types alone, so that a discreet place or price cannot slip out.

use crate::{
    Area, BrokerId, EarlyAccess, Listing, Npr, PropertyId, StandardStatus,
    attributes::{Amenity, Facing, PropertySubType},
    listing::{Closing, Description, Land, Legal, PriceChange, Structure},
    location::PublicLocation,
    media::{Film, Tour},
    neighbourhood::Neighbourhood,
    picture::Picture,
    premium::PremiumOffer,
    slug::Slug,
    text::Localized,
};
use enumset::EnumSet;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Where the pages of homes that members alone see lie.
const EARLY: &str = "/account/early-access";

/// What a card, a map pin and a search need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListingSummary {
    pub listing_id: PropertyId,
    pub standard_status: StandardStatus,
    pub property_sub_type: PropertySubType,
    pub premium: bool,
    pub broker_id: BrokerId,
    pub slug: Slug,
    pub title: Localized<String>,
    pub summary: Localized<String>,
    pub neighbourhood: Neighbourhood,
    pub location: PublicLocation,
    /// `None`: on request.
    pub list_price: Option<Npr>,
    pub bedrooms_total: u8,
    pub bathrooms_total: u8,
    pub living_area: Area,
    pub land_area: Area,
    pub road_width_decimetres: u16,
    pub facing: Facing,
    pub amenities: EnumSet<Amenity>,
    /// The cover and the picture a pointer uncovers; at most two.
    pub pictures: Vec<Picture>,
    pub picture_count: u16,
    /// While it is announced to members alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_access: Option<EarlyAccess>,
    pub on_market_date: Date,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub version: u64,
}

/// What a listing's page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicListing {
    pub card: ListingSummary,
    pub description: Description,
    /// Ward of the municipality; `None` where the place is approximate.
    pub ward: Option<u8>,
    /// List prices, oldest first, the present one last; empty when the price is on request.
    pub price_history: Vec<PriceChange>,
    /// The price is `None` where it was on request.
    pub closing: Option<PublicClosing>,
    pub structure: Structure,
    pub land: Land,
    pub legal: Legal,
    pub pictures: Vec<Picture>,
    #[serde(default)]
    pub floor_plans: Vec<Picture>,
    #[serde(default)]
    pub films: Vec<Film>,
    #[serde(default)]
    pub tours: Vec<Tour>,
    /// What there is for members, in numbers.
    #[serde(default)]
    pub premium_offer: PremiumOffer,
}

/// What anyone may know of a home that is announced to members alone: neither its title nor
/// the slug that is made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Teaser {
    pub listing_id: PropertyId,
    pub property_sub_type: PropertySubType,
    pub neighbourhood: Neighbourhood,
    pub early_access: EarlyAccess,
}

/// A sale, as told to anyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicClosing {
    pub close_date: Date,
    pub close_price: Option<Npr>,
}

impl ListingSummary {
    /// Path of the page in English, as in `/homes/stone-terraces-prp_01j…`; while members
    /// alone may see the home, that of their page.
    pub fn path(&self) -> String {
        match self.is_early() {
            true => format!("{EARLY}/{}-{}", self.slug, self.listing_id),
            false => self.public_path(),
        }
    }

    /// Path of the page that anyone may ask for.
    pub fn public_path(&self) -> String {
        format!("/homes/{}-{}", self.slug, self.listing_id)
    }

    /// Price of an aana of the land, where price and land are known.
    pub fn price_per_aana(&self) -> Option<Npr> {
        self.list_price?.per_aana(self.land_area)
    }
}

impl Teaser {
    /// Path of the page for members.
    pub fn path(&self) -> String {
        format!("{EARLY}/{}", self.listing_id)
    }
}

impl Listing {
    /// The public price: `None` when it is on request.
    pub fn public_price(&self) -> Option<Npr> {
        (!self.price.on_request).then_some(self.price.list_price)
    }

    /// The card of this listing.
    pub fn summarize(&self) -> ListingSummary {
        ListingSummary {
            listing_id: self.listing_id,
            standard_status: self.standard_status,
            property_sub_type: self.property_sub_type,
            premium: self.premium,
            broker_id: self.broker_id,
            slug: self.slug.clone(),
            title: self.title.clone().map(String::from),
            summary: self.summary.clone().map(String::from),
            neighbourhood: self.neighbourhood,
            location: self.location.public(),
            list_price: self.public_price(),
            bedrooms_total: self.structure.bedrooms_total,
            bathrooms_total: self.structure.bathrooms_total,
            living_area: self.structure.living_area,
            land_area: self.land.area,
            road_width_decimetres: self.land.road.width_decimetres,
            facing: self.land.facing,
            amenities: self.amenities,
            pictures: self.pictures.iter().take(2).cloned().collect(),
            picture_count: self.pictures.len().min(usize::from(u16::MAX)) as u16,
            early_access: self.early_access,
            on_market_date: self.on_market_date,
            created_at: self.created_at,
            modified_at: self.modified_at,
            version: self.version,
        }
    }

    /// What its public page tells while members alone may see it; `None` at other times.
    pub fn tease(&self) -> Option<Teaser> {
        Some(Teaser {
            listing_id: self.listing_id,
            property_sub_type: self.property_sub_type,
            neighbourhood: self.neighbourhood,
            early_access: self.early_access.filter(|_| self.is_early())?,
        })
    }

    /// What the page of this listing shows.
    pub fn publish(&self) -> PublicListing {
        PublicListing {
            card: self.summarize(),
            description: self.description.clone(),
            ward: (!self.location.approximate).then_some(self.ward),
            price_history: self.price.public_history(),
            closing: self.price.closing.map(
                |Closing {
                     close_date,
                     close_price,
                 }| PublicClosing {
                    close_date,
                    close_price: (!self.price.on_request).then_some(close_price),
                },
            ),
            structure: self.structure,
            land: self.land.clone(),
            legal: self.legal,
            pictures: self.pictures.clone(),
            floor_plans: self.floor_plans.clone(),
            films: self.films.clone(),
            tours: self.tours.clone(),
            premium_offer: PremiumOffer::of(&self.premium_media),
        }
    }
}

#[cfg(test)]
mod tests;
