//! What searches need to know of the table.

use super::error::SourceError;
use async_trait::async_trait;
use durbar_domain::{ListingSummary, PropertyId, price_band::PriceBand};
use futures::stream::BoxStream;

/// Where listings are read from. Only public figures pass: nothing here tells an exact
/// place or a price on request.
#[async_trait]
pub trait ListingSource: Send + Sync + 'static {
    /// A mark that changes whenever the table's listings were replaced in a way no event
    /// tells: restored, imported in bulk, another table. An index built under another mark
    /// is built anew.
    async fn generation(&self) -> Result<String, SourceError>;

    /// Every published home, in pages of the source's choosing and in no order.
    fn published(&self) -> BoxStream<'_, Result<Vec<ListingSummary>, SourceError>>;

    /// The newest published homes, at most about `limit`.
    async fn newest(&self, limit: usize) -> Result<Vec<ListingSummary>, SourceError>;

    /// Published homes whose public place lies in a geohash cell of 5 characters, at most
    /// `limit`; `bands` (both inclusive) leaves out those of other price bands.
    async fn in_cell(
        &self,
        cell: &str,
        bands: Option<(PriceBand, PriceBand)>,
        limit: usize,
    ) -> Result<Vec<ListingSummary>, SourceError>;

    /// How these listings stand now, read consistently: one answer for each identifier,
    /// in the same order.
    async fn present(&self, ids: &[PropertyId]) -> Result<Vec<PresentState>, SourceError>;
}

/// How a listing stands in the table.
#[derive(Debug, Clone, PartialEq)]
pub enum PresentState {
    /// The public may find it.
    Published(Box<ListingSummary>),
    /// It is there, but not for the public.
    Unpublished { version: u64 },
    /// There is no such listing.
    Absent,
}

impl PresentState {
    /// The listing's version; `None` when there is no such listing.
    pub(super) fn version(&self) -> Option<u64> {
        match self {
            PresentState::Published(card) => Some(card.version),
            PresentState::Unpublished { version } => Some(*version),
            PresentState::Absent => None,
        }
    }
}
