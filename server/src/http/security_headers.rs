//! Headers that keep other sites, and mistakes of our own, from misusing the pages.

use crate::pages::sealed_html::SealedHtml;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const CONSTANT: [(HeaderName, HeaderValue); 5] = [
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=63072000; includeSubDomains"),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(self), camera=(), geolocation=(self), gyroscope=(self), magnetometer=(), \
             microphone=(), payment=(), usb=()",
        ),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// What other sites learn of whence somebody comes, where an answer doesn't say otherwise.
const REFERRER: HeaderValue = HeaderValue::from_static("strict-origin-when-cross-origin");

/// The policy of whatever isn't a page: as a document it may do nothing at all.
const NOTHING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Sets the headers that every answer has; a page's own policies stay.
pub fn apply(headers: &mut HeaderMap) {
    for (name, value) in CONSTANT {
        headers.insert(name, value);
    }
    headers.entry(header::REFERRER_POLICY).or_insert(REFERRER);
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(NOTHING);
}

/// Makes the Content-Security-Policy of pages.
///
/// Scripts: our own files, WebAssembly, and inline ones by their hash; never
/// `unsafe-inline`. What sets styles through the DOM (Leaflet does) needs no permission.
#[derive(Debug, Clone)]
pub struct PagePolicy {
    /// Where map tiles come from, as in `https://tile.example`.
    tile_source: Option<String>,
    /// Where browsers upload to, if not to this site.
    upload_source: Option<String>,
}

impl PagePolicy {
    /// For pages whose map takes its tiles from `tile_source`, a CSP host source.
    pub fn new(tile_source: Option<String>) -> Self {
        Self {
            tile_source,
            upload_source: None,
        }
    }

    /// The same for a site whose browsers upload to `source`, a CSP host source.
    pub fn with_uploads(self, source: Option<String>) -> Self {
        Self {
            upload_source: source,
            ..self
        }
    }

    /// The policy of one page.
    pub fn header(&self, page: &SealedHtml) -> HeaderValue {
        let mut policy = String::with_capacity(640);
        policy.push_str("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
        append(&mut policy, page.script_hashes.iter());
        policy.push_str("; style-src 'self'");
        append(&mut policy, page.style_hashes.iter());
        policy.push_str("; img-src 'self' data:");
        append(&mut policy, self.tile_source.iter());
        policy.push_str("; font-src 'self'; connect-src 'self'");
        append(&mut policy, self.upload_source.iter());
        policy.push_str(
            "; manifest-src 'self'; media-src 'self'; object-src 'none'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        );
        HeaderValue::try_from(policy).expect("host sources and base 64 are visible ASCII")
    }
}

fn append<'a>(policy: &mut String, sources: impl Iterator<Item = &'a String>) {
    for source in sources {
        policy.push(' ');
        policy.push_str(source);
    }
}
