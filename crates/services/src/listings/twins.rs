//! Homes that may be the same as another one.

use super::Listings;
use crate::ServiceError;
use durbar_domain::{
    Area, Listing, PropertyId,
    location::{GeoPoint, PublicLocation},
    price_band::PriceBand,
};
use durbar_platform::keys::GeoCell;
use futures::future::try_join_all;

/// Two pins of one home are rarely further apart, in metres.
const NEAR: f64 = 60.0;
/// Two surveys of one plot rarely differ by more, in hundredths.
const LIKE: u64 = 2;
/// Homes of a cell that are looked at.
const CANDIDATES: usize = 200;

impl Listings {
    /// Homes however they stand; those that aren't there are left out.
    pub(crate) async fn homes(&self, ids: &[PropertyId]) -> Result<Vec<Listing>, ServiceError> {
        Ok(self.store.get_many(ids).await?)
    }

    /// Published homes at nearly the place of `id` with nearly its land. Exact places are
    /// compared: whoever is shown the answer learns that such a home is near.
    pub async fn twins(
        &self,
        id: PropertyId,
        place: GeoPoint,
        land: Area,
    ) -> Result<Vec<Listing>, ServiceError> {
        let cell = GeoCell::of(PublicLocation {
            point: place,
            approximate: false,
        });
        let any = (PriceBand::covering(None, None).0, PriceBand::ON_REQUEST);
        let cells = cell.neighbours().into_iter().chain([cell]);
        let reads = cells.map(|cell| self.store.in_cell(cell, any, None, CANDIDATES));
        let ids: Vec<PropertyId> = try_join_all(reads)
            .await?
            .into_iter()
            .flat_map(|slice| slice.items)
            // A discreet home's card is in the middle of its cell, up to this far away.
            .filter(|card| {
                card.location.approximate || card.location.point.metres_to(place) <= NEAR
            })
            .filter(|card| card.listing_id != id && is_like(card.land_area, land))
            .map(|card| card.listing_id)
            .collect();
        let mut homes = self.store.get_many(&ids).await?;
        homes.retain(|home| home.location.exact.metres_to(place) <= NEAR);
        Ok(homes)
    }
}

fn is_like(one: Area, other: Area) -> bool {
    let (small, large) = (one.min(other).units(), one.max(other).units());
    large - small <= large / 100 * LIKE
}
