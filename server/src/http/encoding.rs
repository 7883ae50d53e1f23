//! Which compression a client takes.

use axum::http::{HeaderMap, HeaderValue, header};

/// A compression of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The best of our encodings that `Accept-Encoding` allows (RFC 9110, 12.5.3).
    pub fn accepted(headers: &HeaderMap) -> Encoding {
        let mut best = (0, Encoding::Identity);
        for value in headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
        {
            for part in value.split(',') {
                let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
                let encoding = match name.trim() {
                    "br" => Encoding::Brotli,
                    "gzip" | "x-gzip" => Encoding::Gzip,
                    _ => continue,
                };
                let rank = (thousandths(weight), encoding == Encoding::Brotli);
                if rank.0 > 0 && rank > (best.0, best.1 == Encoding::Brotli) {
                    best = (rank.0, encoding);
                }
            }
        }
        best.1
    }

    /// The value of `Content-Encoding`; none for the bytes as they are.
    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Encoding::Identity => None,
            Encoding::Gzip => Some(HeaderValue::from_static("gzip")),
            Encoding::Brotli => Some(HeaderValue::from_static("br")),
        }
    }

    /// What stands at the end of an entity tag: each encoding is a representation of its own.
    pub(super) fn tag_suffix(self) -> &'static str {
        match self {
            Encoding::Identity => "",
            Encoding::Gzip => "-gz",
            Encoding::Brotli => "-br",
        }
    }
}

/// A weight such as `q=0.5` in thousandths; 0 when it can't be read.
fn thousandths(weight: &str) -> u16 {
    let number = weight
        .trim()
        .strip_prefix("q=")
        .and_then(|text| text.trim().parse::<f32>().ok());
    number
        .filter(|q| (0.0..=1.0).contains(q))
        .map_or(0, |q| (q * 1_000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(value: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().expect("a header"));
        Encoding::accepted(&headers)
    }

    #[test]
    fn takes_the_best_that_the_client_allows() {
        assert_eq!(Encoding::accepted(&HeaderMap::new()), Encoding::Identity);
        assert_eq!(accepted("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(accepted("br;q=0.5, gzip"), Encoding::Gzip);
        assert_eq!(accepted("br;q=0, gzip;q=0.1"), Encoding::Gzip);
        assert_eq!(accepted("br;q=oops, identity"), Encoding::Identity);
        assert_eq!(accepted("*"), Encoding::Identity);
    }
}
