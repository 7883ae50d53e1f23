//! Listings as the search reads them.

use super::{Feed, Listings};
use crate::search::{ListingSource, PresentState, SourceError};
use async_trait::async_trait;
use durbar_domain::{ListingSummary, PropertyId, price_band::PriceBand, status::Visibility};
use durbar_platform::keys::GeoCell;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use std::collections::HashMap;

#[async_trait]
impl ListingSource for Listings {
    async fn generation(&self) -> Result<String, SourceError> {
        self.table.generation().await.map_err(SourceError::new)
    }

    fn published(&self) -> BoxStream<'_, Result<Vec<ListingSummary>, SourceError>> {
        self.store.published().map_err(SourceError::new).boxed()
    }

    async fn newest(&self, limit: usize) -> Result<Vec<ListingSummary>, SourceError> {
        Ok(self
            .store
            .feed(Feed::Recent, None, limit)
            .await
            .map_err(SourceError::new)?
            .items)
    }

    async fn in_cell(
        &self,
        cell: &str,
        bands: Option<(PriceBand, PriceBand)>,
        limit: usize,
    ) -> Result<Vec<ListingSummary>, SourceError> {
        let cell: GeoCell = cell.parse().map_err(SourceError::new)?;
        let bands = bands.unwrap_or((PriceBand::covering(None, None).0, PriceBand::ON_REQUEST));
        Ok(self
            .store
            .in_cell(cell, bands, None, limit)
            .await
            .map_err(SourceError::new)?
            .items)
    }

    async fn present(&self, ids: &[PropertyId]) -> Result<Vec<PresentState>, SourceError> {
        let cards = self.store.summaries(ids).await.map_err(SourceError::new)?;
        let cards: HashMap<_, _> = cards
            .into_iter()
            .map(|card| (card.listing_id, card))
            .collect();
        let state = |id| match cards.get(id) {
            None => PresentState::Absent,
            Some(card) if card.visibility() == Visibility::Published => {
                PresentState::Published(Box::new(card.clone()))
            }
            Some(card) => PresentState::Unpublished {
                version: card.version,
            },
        };
        Ok(ids.iter().map(state).collect())
    }
}
