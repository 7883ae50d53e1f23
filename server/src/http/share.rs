//! `GET /share/{listing}-{version}.jpg`, and `…-ne.jpg` in Nepali: the picture that chats
//! and social networks show beside a link to a home.

use crate::{host::Host, share::ShareKey};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use durbar_services::listings::Found;
use std::{error::Error, sync::Arc};

/// A hidden home's picture must go before long, so shared caches keep it for a day at most.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=3600, s-maxage=86400");

/// The picture of a home as it is now; an address of an earlier version leads to it.
pub async fn share(
    State(host): State<Arc<Host>>,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Response<Body> {
    if let Some(picture) = host
        .static_files
        .respond(&format!("/share/{file}"), &request)
    {
        return picture;
    }
    let Some(key) = ShareKey::from_file_name(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let home = match host.app.services.listings.find(key.listing_id).await {
        Ok(Found::Published(home) | Found::Gone(home)) => home,
        Ok(Found::Early(_) | Found::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    if home.card.version != key.version {
        let present = ShareKey {
            version: home.card.version,
            ..key
        };
        let cache = [(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=60"),
        )];
        return (
            cache,
            Redirect::temporary(&format!("/share/{}", present.file_name())),
        )
            .into_response();
    }
    match host.share.picture(key, &home.card).await {
        Ok(Some(bytes)) => {
            let headers: [(HeaderName, HeaderValue); 2] = [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
                (header::CACHE_CONTROL, CACHE_CONTROL),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&*error),
    }
}

fn failed(error: &(dyn Error + 'static)) -> Response<Body> {
    tracing::error!(error, "could not make a share picture");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
