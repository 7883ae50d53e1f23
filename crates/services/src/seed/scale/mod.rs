//! Synthetic listings for measurements: as many as asked for, the same each time.
//!
//! They go into the table in batches and without events, since a hundred thousand events
//! would tell the search index what one rebuild tells it sooner. So the table gets a new
//! generation mark afterwards, and an index of the old one is made anew.

mod figures;
mod maker;
mod words;

use super::{Market, SeedError, SeedReport, Seeder};
use durbar_platform::listings::ListingStore;
use futures::{StreamExt, TryStreamExt, stream};
use maker::Maker;
use std::sync::Arc;

/// Listings made and written as one piece of work.
const PIECE: u64 = 250;
/// Pieces at a time: one is made while another is written.
const PIECES: usize = 4;

impl Seeder {
    /// Writes the demo market and `count` synthetic listings on top of it; the n-th is the
    /// same whatever the count. Written again, they replace themselves.
    pub async fn scale(&self, count: u64) -> Result<SeedReport, SeedError> {
        let market = self.market().await?;
        let mut report = self.run_with(&market).await?;
        let store = ListingStore::new(self.platform.table.clone());
        let maker = Arc::new(Maker::new(&market));
        let pieces = (0..count).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX));
        let written = stream::iter(pieces)
            .map(|first| {
                write_piece(
                    store.clone(),
                    Arc::clone(&maker),
                    first..(first + PIECE).min(count),
                )
            })
            .buffer_unordered(PIECES)
            .try_fold(0, |sum, written| async move { Ok(sum + written) })
            .await?;
        report.picture_files += self.upload_all(&market).await?;
        report.listings += written;
        self.platform.table.renew_generation().await?;
        Ok(report)
    }

    /// Synthetic listings show any picture, not only those the demo market shows.
    async fn upload_all(&self, market: &Market) -> Result<usize, SeedError> {
        let keys: Vec<String> = market
            .pictures
            .keys()
            .into_iter()
            .map(str::to_owned)
            .collect();
        market.pictures.upload(&self.platform.objects, &keys).await
    }
}

async fn write_piece(
    store: ListingStore,
    maker: Arc<Maker>,
    numbers: std::ops::Range<u64>,
) -> Result<usize, SeedError> {
    let listings: Vec<_> = numbers.map(|number| maker.listing(number)).collect();
    store.load(&listings).await?;
    Ok(listings.len())
}
