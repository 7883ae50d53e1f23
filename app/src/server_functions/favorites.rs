//! Hearts.

use super::ApiError;
use durbar_domain::PropertyId;
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

/// The homes that the visitor has marked, newest first; `None` when nobody is signed in.
#[server(prefix = "/api", endpoint = "favorites", input = GetUrl, output = Json)]
pub async fn favorites() -> Result<Option<Vec<PropertyId>>, ApiError> {
    let (services, principal) = super::on_server();
    if principal.person().is_none() {
        return Ok(None);
    }
    let marked = services.favorites.marked(&principal).await;
    marked.map(Some).map_err(|error| ApiError::of(&error))
}

/// Marks a home, or takes the heart away.
#[server(prefix = "/api", endpoint = "favorites/set", input = Json, output = Json)]
pub async fn set_favorite(listing_id: PropertyId, marked: bool) -> Result<(), ApiError> {
    let (services, principal) = super::on_server();
    let done = if marked {
        let now = jiff::Timestamp::now();
        let added = services.favorites.add(&principal, listing_id, now).await;
        added.map(drop)
    } else {
        services.favorites.remove(&principal, listing_id).await
    };
    done.map_err(|error| ApiError::of(&error))
}

/// Takes over the hearts that the browser kept before sign-in, newest first.
#[server(prefix = "/api", endpoint = "favorites/merge", input = Json, output = Json)]
pub async fn merge_favorites(listing_ids: Vec<PropertyId>) -> Result<Vec<PropertyId>, ApiError> {
    let (services, principal) = super::on_server();
    let now = jiff::Timestamp::now();
    let merged = services
        .favorites
        .merge(&principal, &listing_ids, now)
        .await;
    merged.map_err(|error| ApiError::of(&error))?;
    let marked = services.favorites.marked(&principal).await;
    marked.map_err(|error| ApiError::of(&error))
}
