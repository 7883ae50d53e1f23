//! HTTP: what the site answers besides pages, and what surrounds every answer.

mod calendar;
pub mod client_address;
pub mod encoded_body;
pub mod encoding;
pub mod media;
pub mod request_id;
pub mod security_headers;
pub mod sitemap;
pub mod static_files;

pub(crate) mod error_page;
pub(crate) mod request_log;

mod alerts;
mod api;
mod dev_mail;
mod edge;
mod export;
mod health;
mod identify;
mod import_report;
mod key_set;
mod limits;
mod multipart;
mod objects;
mod outlines;
mod papers;
mod premium;
mod private;
mod private_file;
mod robots;
mod same_origin;
mod seen;
mod share;
mod social;
pub(crate) mod uploads;
mod viewing;
mod vitals;

pub use social::CALLBACK as SOCIAL_CALLBACK;

use crate::{host::Host, pages};
use axum::{
    Router,
    routing::{any, get, post},
};
use durbar_app::is_private;
use durbar_domain::Locale;
use std::sync::Arc;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Brotli's quality for what is compressed on its way out.
const QUALITY: i32 = 4;

/// Every route of the site. The program, the tests and AWS Lambda all serve this.
pub fn router(host: Arc<Host>) -> Router {
    // Made anew for each request. Pages and files bring their compressed forms with them.
    let compressed = Router::new()
        .route("/api/{*function}", any(api::server_function))
        .route("/robots.txt", get(robots::robots_txt))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemaps/{file}", get(sitemap::file))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(QUALITY)));
    let routes = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/api/seen", post(seen::seen))
        .route("/api/vitals", post(vitals::vitals))
        .route("/account/data/export", get(export::export))
        .route("/alerts/data", get(alerts::data))
        .route("/.well-known/jwks.json", get(key_set::key_set))
        .route(social::CALLBACK, get(social::callback))
        .route("/dev/mail", get(dev_mail::dev_mail))
        .route("/map/valley.json", get(outlines::valley))
        .route("/ne/account/admin/papers/{token}", get(papers::paper))
        .route(papers::ROUTE, get(papers::paper))
        .route("/media/{*key}", get(media::media))
        .route(uploads::ROUTE, any(uploads::upload))
        .route(premium::ROUTE, get(premium::premium))
        .route("/share/{file}", get(share::share));
    let routes = [Locale::En, Locale::Ne]
        .into_iter()
        .fold(routes, |routes, locale| {
            routes
                .route(&locale.path(viewing::ROUTE), get(viewing::viewing))
                .route(
                    &locale.path(import_report::ROUTE),
                    get(import_report::report),
                )
                .route(&locale.path(calendar::ROUTE), get(calendar::calendar))
                .route(&locale.path(social::BEGIN), get(social::begin))
        });
    let pages = host.renderer.routes();
    let routes = pages.iter().fold(routes, |routes, path| {
        [Locale::En, Locale::Ne]
            .into_iter()
            .fold(routes, |routes, locale| {
                let handler = match is_private(path) {
                    true if path == alerts::STOP => any(alerts::stop),
                    true => any(private::private_page),
                    false => any(pages::page),
                };
                routes.route(&locale.path(path), handler)
            })
    });
    routes
        .merge(compressed)
        .fallback(pages::page)
        .layer(axum::middleware::from_fn_with_state(
            host.metrics.clone(),
            edge::edge,
        ))
        .with_state(host)
}
