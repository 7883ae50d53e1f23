//! Sitemaps: an index, one file of pages, and one file of homes for each shard of the
//! table's recent feed, streamed as it is read.
//!
//! A file may have 50,000 addresses and 50 MB. A home has two addresses, so 200,000 homes
//! in 16 shards make 25,000 addresses a file, and an entry stays below 1,000 bytes.

mod xml;

#[cfg(test)]
mod tests;

pub use xml::{HOMES_HEAD, TAIL, home_entries};

use crate::host::Host;
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use durbar_domain::{
    ListingSummary, Neighbourhood, attributes::PropertySubType, search::SearchQuery,
};
use durbar_services::listings::Listings;
use futures::{Stream, StreamExt as _, TryStreamExt as _, stream};
use std::{error::Error, sync::Arc};
use strum::VariantArray;

/// Most addresses a file may have.
pub const MAX_ADDRESSES: usize = 50_000;

const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/xml; charset=utf-8"),
    ),
    (
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600, s-maxage=3600"),
    ),
];

/// `GET /sitemap.xml`: where the others are.
pub async fn index(State(host): State<Arc<Host>>) -> impl IntoResponse {
    let files = Listings::shards().map(|shard| format!("homes-{shard}.xml"));
    let files = std::iter::once("pages.xml".to_owned()).chain(files);
    (HEADERS, xml::index(host.site_url(), files))
}

/// `GET /sitemaps/{file}`.
pub async fn file(State(host): State<Arc<Host>>, Path(file): Path<String>) -> Response<Body> {
    if file == "pages.xml" {
        return match pages(&host).await {
            Ok(text) => (HEADERS, text).into_response(),
            Err(error) => {
                tracing::error!(error = &*error as &dyn Error, "could not list the pages");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        };
    }
    let shard = file
        .strip_prefix("homes-")
        .and_then(|rest| rest.strip_suffix(".xml"));
    let shard = shard.and_then(|text| {
        text.parse()
            .ok()
            .filter(|shard: &u8| shard.to_string() == text)
    });
    match shard {
        Some(shard) if Listings::shards().contains(&shard) => {
            let Ok(turn) = host.sitemaps.clone().try_acquire_owned() else {
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            };
            let homes = host
                .app
                .services
                .listings
                .published_in(shard)
                .inspect(move |_| {
                    let _ = &turn; // held until the file is written or given up
                });
            (
                HEADERS,
                Body::from_stream(document(host.site_url().to_owned(), homes)),
            )
                .into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file of homes in pieces, one for each page read. An error breaks the file off, so
/// that nobody takes half of it for the whole.
pub fn document<E: Error + Send + Sync + 'static>(
    site_url: String,
    homes: impl Stream<Item = Result<Vec<ListingSummary>, E>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, E>> + Send + 'static {
    let mut room = MAX_ADDRESSES;
    let entries = homes.map_ok(move |homes| {
        let mut text = String::with_capacity(homes.len() * 1_200);
        for home in &homes {
            if room < 2 {
                tracing::error!(max = MAX_ADDRESSES, "a sitemap is full; homes are left out");
                break;
            }
            room -= 2;
            home_entries(&mut text, &site_url, home);
        }
        Bytes::from(text)
    });
    let head = stream::once(async { Ok(Bytes::from_static(HOMES_HEAD.as_bytes())) });
    let tail = stream::once(async { Ok(Bytes::from_static(TAIL.as_bytes())) });
    let whole = head.chain(entries).chain(tail);
    whole.inspect_err(|error| tracing::error!(error = error as &dyn Error, "a sitemap broke off"))
}

/// Every page that is no home: texts, neighbourhoods, brokers, and the searches that have
/// homes to show and may be found by search engines.
async fn pages(host: &Host) -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut paths: Vec<String> = [
        "/",
        "/homes",
        "/neighbourhoods",
        "/brokers",
        "/about",
        "/privacy",
        "/terms",
    ]
    .map(str::to_owned)
    .into();
    for neighbourhood in <Neighbourhood as VariantArray>::VARIANTS {
        paths.push(format!("/neighbourhoods/{}", neighbourhood.key()));
    }
    paths.extend(
        host.app
            .services
            .brokers
            .list()
            .await?
            .iter()
            .map(|broker| broker.path()),
    );
    for neighbourhood in <Neighbourhood as VariantArray>::VARIANTS {
        let here = SearchQuery {
            neighbourhoods: (*neighbourhood).into(),
            ..SearchQuery::default()
        };
        let counts = host
            .app
            .services
            .search
            .search(&here)
            .await?
            .facets
            .property_sub_types;
        let kinds = <PropertySubType as VariantArray>::VARIANTS
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0);
        paths.extend(kinds.map(|(kind, _)| {
            SearchQuery {
                property_sub_types: (*kind).into(),
                ..here.clone()
            }
            .path()
        }));
    }
    Ok(xml::pages(host.site_url(), &paths))
}
