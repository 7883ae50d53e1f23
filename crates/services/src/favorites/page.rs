//! Pages of hearts. The table has them by home; a list of them is by time.

use crate::{
    ServiceError,
    listings::{Cursor, Slice},
};
use durbar_domain::{PropertyId, favorite::Favorite};
use durbar_platform::PlatformError;
use std::cmp::Reverse;

/// Most hearts on a page.
const MOST: usize = 100;

/// Hearts in the order of a list; of two of the same millisecond the one of the later home
/// is first, so that the order is always the same.
pub(super) fn newest_first(mut hearts: Vec<Favorite>) -> Vec<Favorite> {
    hearts.sort_by_key(|heart| Reverse(place(heart)));
    hearts
}

/// The page behind `after`.
///
/// # Errors
/// [`ServiceError::Invalid`] when `after` is no mark of a page.
pub(super) fn page(
    hearts: Vec<Favorite>,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Slice<Favorite>, ServiceError> {
    let after = after.map(read).transpose()?;
    let mut behind = newest_first(hearts)
        .into_iter()
        .filter(|heart| after.is_none_or(|after| place(heart) < after));
    let items: Vec<_> = behind.by_ref().take(limit.clamp(1, MOST)).collect();
    let next = match (items.last(), behind.next()) {
        (Some(last), Some(_)) => Some(write(last)),
        _ => None,
    };
    Ok(Slice { items, next })
}

/// Where a heart stands among others.
fn place(heart: &Favorite) -> (i64, PropertyId) {
    (heart.created_at.as_millisecond(), heart.listing_id)
}

fn write(heart: &Favorite) -> Cursor {
    let (time, id) = place(heart);
    Cursor::new(format!("{time}.{id}"))
}

fn read(cursor: &Cursor) -> Result<(i64, PropertyId), ServiceError> {
    let parts = cursor.as_str().split_once('.');
    parts
        .and_then(|(time, id)| Some((time.parse().ok()?, id.parse().ok()?)))
        .ok_or_else(|| PlatformError::BadCursor.into())
}
