//! A name for each request, the same in the log, in the answer and on error pages.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;

/// The header that carries it, both ways.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's name: 8 to 64 letters, digits, `-`, `_`, `.` or `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The name the caller gave (a load balancer or CDN numbers requests), or a new one.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let given = headers
            .get(X_REQUEST_ID)
            .and_then(|value| value.to_str().ok());
        given
            .filter(|text| is_well_formed(text))
            .map_or_else(Self::random, |text| Self(text.to_owned()))
    }

    /// 128 random bits.
    pub fn random() -> Self {
        Self(format!("{:032x}", rand::random::<u128>()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn to_header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).expect("its characters were checked")
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn is_well_formed(text: &str) -> bool {
    (8..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.=".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_good_name_and_replaces_a_bad_one() {
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(X_REQUEST_ID, text.parse().expect("a header"));
            RequestId::from_headers(&headers)
        };
        assert_eq!(
            with("Root=1-67891233-abcdef012345").as_str(),
            "Root=1-67891233-abcdef012345"
        );
        for bad in [
            "short",
            "has spaces in it",
            "<script>alert(1)</script>",
            &"x".repeat(65),
        ] {
            assert_ne!(with(bad).as_str(), bad);
        }
        assert_ne!(
            RequestId::from_headers(&HeaderMap::new()),
            RequestId::from_headers(&HeaderMap::new())
        );
    }
}
