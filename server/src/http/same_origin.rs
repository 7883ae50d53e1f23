//! Whether a request that changes something comes from our own pages.

use axum::http::{HeaderMap, HeaderName, header};

/// Browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`); what says
/// nothing at all is no page of ours.
pub fn is_from_our_pages(headers: &HeaderMap, site_url: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    let Some(origin) = text(header::ORIGIN) else {
        return site.is_some();
    };
    let Some((_, origin_host)) = origin.split_once("://") else {
        return false;
    };
    origin == site_url || text(header::HOST).is_some_and(|host| host == origin_host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_our_own_pages_count() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            is_from_our_pages(&headers(pairs), "https://durbar.example")
        };
        assert!(from(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://durbar.example")
        ]));
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(from(&[("origin", "https://durbar.example")]));
        assert!(from(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!from(&[
                ("sec-fetch-site", site),
                ("origin", "https://durbar.example")
            ]));
        }
        assert!(!from(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://elsewhere.example")
        ]));
        assert!(!from(&[
            ("origin", "https://elsewhere.example"),
            ("host", "durbar.example")
        ]));
        assert!(!from(&[("origin", "null")]));
        assert!(!from(&[]));
    }
}
