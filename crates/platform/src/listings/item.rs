//! A listing as an item.

use crate::{
    PlatformError,
    keys::{GeoCell, IndexKey, PREMIUM_SHARDS, PrimaryKey, RECENT_SHARDS, shard_of},
    table::{self, CARD, Item, attribute, text},
};
use durbar_domain::{Listing, ListingSummary, price_band::PriceBand, status::Visibility};

const ENTITY_TYPE: &str = "Property";

/// The entries a listing has in the indexes. The feeds and the map hold published listings
/// alone, the list of early homes those that members see first; its broker's list holds it
/// always.
pub(super) fn index_keys(listing: &Listing) -> Vec<IndexKey> {
    let &Listing {
        listing_id,
        broker_id,
        created_at,
        standard_status: status,
        ..
    } = listing;
    let mut keys = vec![IndexKey::Broker {
        broker_id,
        status,
        created_at,
        listing_id,
    }];
    if let Some(early) = listing.early_access.filter(|_| listing.is_early()) {
        keys.push(IndexKey::Early {
            announced_at: early.announced_at,
            listing_id,
        });
    }
    if listing.visibility() == Visibility::Published {
        let bits = listing_id.bits();
        keys.push(IndexKey::Recent {
            shard: shard_of(bits, RECENT_SHARDS),
            created_at,
            listing_id,
        });
        keys.push(IndexKey::Geo {
            cell: GeoCell::of(listing.location.public()),
            band: PriceBand::of(listing.public_price()),
            listing_id,
        });
        if listing.premium {
            keys.push(IndexKey::Premium {
                shard: shard_of(bits, PREMIUM_SHARDS),
                created_at,
                listing_id,
            });
        }
    }
    keys
}

/// The attributes by which a listing is in the indexes.
pub(crate) fn index_attributes(listing: &Listing) -> Item {
    let attributes = index_keys(listing).into_iter().flat_map(|key| {
        let index = key.index();
        [
            (
                index.partition_attribute().to_owned(),
                text(key.partition()),
            ),
            (index.sort_attribute().to_owned(), text(key.sort())),
        ]
    });
    attributes.collect()
}

/// The item of a listing: its fields, its entries in the indexes, and the card they carry.
pub(crate) fn to_item(listing: &Listing) -> Result<Item, PlatformError> {
    let key = PrimaryKey::Listing(listing.listing_id);
    let mut item = table::to_item(key, ENTITY_TYPE, listing)?;
    item.extend(index_attributes(listing));
    let card =
        serde_json::to_string(&listing.summarize()).map_err(|error| PlatformError::Unwritable {
            key: key.to_string(),
            source: Box::new(error),
        })?;
    item.insert(CARD.to_owned(), text(card));
    Ok(item)
}

/// The listing in an item.
pub(super) fn from_item(item: Item) -> Result<Listing, PlatformError> {
    table::from_item(item)
}

/// The cards in items of a list. One that can't be read is left out and logged, so that it
/// takes no other home's list down with it.
pub(super) fn cards(items: &[Item]) -> Vec<ListingSummary> {
    let readable = |item| {
        card(item)
            .inspect_err(|error| tracing::error!(%error, "a listing was left out of a list"))
            .ok()
    };
    items.iter().filter_map(readable).collect()
}

/// The card in an item or in an entry of an index.
pub(crate) fn card(item: &Item) -> Result<ListingSummary, PlatformError> {
    let card = attribute(item, CARD)?;
    serde_json::from_str(card).map_err(|error| {
        let key = attribute(item, table::PK).unwrap_or("?");
        PlatformError::corrupt(key, format!("{CARD}: {error}"))
    })
}
