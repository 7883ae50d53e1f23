//! How hot partitions are spread.

/// Shards of the recent feed (`GSI4`).
pub const RECENT_SHARDS: u8 = 16;
/// Shards of the premium feed (`GSI1`).
pub const PREMIUM_SHARDS: u8 = 8;
/// Shards of the outbox.
pub const OUTBOX_SHARDS: u8 = 4;
/// Shards of the list of all saved searches.
pub const SAVED_SEARCH_SHARDS: u8 = 16;
/// Shards of a day's views of one listing.
pub const VIEW_SHARDS: u8 = 8;

/// The shard of an identifier's 128 bits among `count`, the same on every machine and in
/// every release (FNV-1a, 64 bits).
pub fn shard_of(bits: u128, count: u8) -> u8 {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let hash = bits.to_be_bytes().iter().fold(OFFSET_BASIS, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(PRIME)
    });
    let folded = hash ^ (hash >> 32);
    u8::try_from(folded % u64::from(count.max(1))).expect("a remainder by a u8 fits a u8")
}

/// `<prefix>#07`.
pub(super) fn partition(prefix: &str, shard: u8) -> String {
    format!("{prefix}#{shard:02}")
}

/// The shard in `07`, below `count`.
pub(super) fn parse(text: &str, count: u8) -> Option<u8> {
    let shard: u8 = text.parse().ok()?;
    (shard < count && format!("{shard:02}") == text).then_some(shard)
}
