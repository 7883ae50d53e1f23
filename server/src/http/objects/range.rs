//! Range requests for one range (RFC 9110, 14).

use super::answer::names;
use axum::http::{HeaderMap, HeaderValue, header};

/// What a `Range` header asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestedRange {
    From(u64),
    Within(u64, u64),
    Last(u64),
}

/// What of it there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentRange {
    /// Offsets, both included.
    Within {
        first: u64,
        last: u64,
    },
    Unsatisfiable,
}

/// The single range asked for, unless `If-Range` names another content. Several ranges,
/// other units and nonsense count as no range at all, as the standard allows.
pub fn parse_range(headers: &HeaderMap, etag: &HeaderValue) -> Option<RequestedRange> {
    if headers.contains_key(header::IF_RANGE) && !names(headers, header::IF_RANGE, etag) {
        return None;
    }
    let range = headers
        .get(header::RANGE)?
        .to_str()
        .ok()?
        .strip_prefix("bytes=")?;
    let (first, last) = range.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", last) => Some(RequestedRange::Last(number(last)?)),
        (first, "") => Some(RequestedRange::From(number(first)?)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(RequestedRange::Within(first, last))
        }
    }
}

/// The part of a body of `size` bytes that a range means.
pub fn content_range(range: RequestedRange, size: u64) -> ContentRange {
    let (first, last) = match range {
        RequestedRange::From(first) => (first, size.saturating_sub(1)),
        RequestedRange::Within(first, last) => (first, last.min(size.saturating_sub(1))),
        RequestedRange::Last(0) => return ContentRange::Unsatisfiable,
        RequestedRange::Last(count) => (size.saturating_sub(count), size.saturating_sub(1)),
    };
    if first < size {
        ContentRange::Within { first, last }
    } else {
        ContentRange::Unsatisfiable
    }
}

/// Digits only: `+5` is not a number here.
fn number(text: &str) -> Option<u64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(range: &str) -> Option<RequestedRange> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().expect("a header"));
        parse_range(&headers, &HeaderValue::from_static("\"x\""))
    }

    #[test]
    fn reads_one_range_and_passes_over_the_rest() {
        assert_eq!(parse("bytes=0-99"), Some(RequestedRange::Within(0, 99)));
        assert_eq!(parse("bytes=100-"), Some(RequestedRange::From(100)));
        assert_eq!(parse("bytes=-5"), Some(RequestedRange::Last(5)));
        for none in [
            "bytes=5-4",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=-",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        let within = |first, last| ContentRange::Within { first, last };
        assert_eq!(
            content_range(RequestedRange::Within(5, 900), 10),
            within(5, 9)
        );
        assert_eq!(content_range(RequestedRange::Last(900), 10), within(0, 9));
        assert_eq!(
            content_range(RequestedRange::From(10), 10),
            ContentRange::Unsatisfiable
        );
        assert_eq!(
            content_range(RequestedRange::Last(0), 10),
            ContentRange::Unsatisfiable
        );
        assert_eq!(
            content_range(RequestedRange::From(0), 0),
            ContentRange::Unsatisfiable
        );
    }

    #[test]
    fn if_range_of_other_content_asks_for_all_of_it() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-1"));
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"old\""));
        assert_eq!(
            parse_range(&headers, &HeaderValue::from_static("\"new\"")),
            None
        );
        assert!(parse_range(&headers, &HeaderValue::from_static("\"old\"")).is_some());
    }
}
