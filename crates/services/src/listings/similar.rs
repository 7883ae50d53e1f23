//! Homes like another one.

use super::Listings;
use crate::ServiceError;
use durbar_domain::{ListingSummary, PublicListing, price_band::PriceBand, status::Availability};
use durbar_platform::keys::GeoCell;
use futures::future::try_join_all;

/// Candidates read at a time: enough to choose from, few enough to read for every page.
const CANDIDATES: usize = 16;

impl Listings {
    /// At most `n` homes like this one that can still be had: near it and at a like price
    /// first, best first.
    pub async fn similar(
        &self,
        to: &PublicListing,
        n: usize,
    ) -> Result<Vec<ListingSummary>, ServiceError> {
        let home = &to.card;
        let cell = GeoCell::of(home.location);
        let band = PriceBand::of(home.list_price);
        let any = (PriceBand::covering(None, None).0, PriceBand::ON_REQUEST);
        let mut found: Vec<ListingSummary> = Vec::new();
        // The same cell and band is mostly enough; then all prices, then the cells around.
        let rounds = [
            (vec![cell], (band, band)),
            (vec![cell], any),
            (cell.neighbours(), any),
        ];
        for (cells, bands) in rounds {
            let limit = CANDIDATES.max(4 * n);
            let reads = cells
                .into_iter()
                .map(|cell| self.store.in_cell(cell, bands, None, limit));
            let slices = try_join_all(reads).await?;
            for candidate in slices.into_iter().flat_map(|slice| slice.items) {
                let known = candidate.listing_id == home.listing_id
                    || found
                        .iter()
                        .any(|other| other.listing_id == candidate.listing_id);
                let available = candidate
                    .standard_status
                    .availability()
                    .is_some_and(|a| a != Availability::Sold);
                if available && !known {
                    found.push(candidate);
                }
            }
            if found.len() >= n {
                break;
            }
        }
        found.sort_by_cached_key(|other| {
            (difference(home, other), std::cmp::Reverse(other.created_at))
        });
        found.truncate(n);
        Ok(found)
    }
}

/// How unlike two homes are; 0 for homes alike in everything compared.
fn difference(a: &ListingSummary, b: &ListingSummary) -> u32 {
    let mut points = 0;
    points += if a.neighbourhood == b.neighbourhood {
        0
    } else {
        30
    };
    points += if a.property_sub_type == b.property_sub_type {
        0
    } else {
        25
    };
    points += 8 * u32::from(a.bedrooms_total.abs_diff(b.bedrooms_total)).min(4);
    points += match (a.list_price, b.list_price) {
        (Some(a), Some(b)) => {
            let (low, high) = (a.min(b).paisa(), a.max(b).paisa().max(1));
            // 100 times the share by which the dearer one is dearer.
            u32::try_from((high - low) * 100 / high).unwrap_or(100)
        }
        (None, None) => 0,
        _ => 40,
    };
    let metres = a.location.point.metres_to(b.location.point);
    points + (metres / 100.0).min(40.0) as u32
}
