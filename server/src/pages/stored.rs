//! A rendered page, ready to be sent any number of times.

use super::{timed::Timing, versions::Moment};
use crate::http::{
    encoded_body::{Effort, EncodedBody},
    encoding::Encoding,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use durbar_app::page::{CachePolicy, PageOutcome, Tag};
use std::{collections::BTreeSet, time::Duration};

/// A rendered page.
#[derive(Debug)]
pub struct StoredPage {
    status: StatusCode,
    body: EncodedBody,
    /// Headers that are the same in every answer.
    headers: HeaderMap,
    /// When its rendering began to read.
    pub read_at: Moment,
    pub tags: BTreeSet<Tag>,
    /// How long it may be kept at all; `None`: not.
    pub lifetime: Option<Duration>,
    /// Why it could not be made, for the log.
    pub failure: Option<String>,
    /// Where the time of its rendering went.
    pub timing: Timing,
}

impl StoredPage {
    /// From what the app said of the page, its document, and the policy for its scripts.
    pub fn new(
        outcome: PageOutcome,
        html: String,
        content_security_policy: HeaderValue,
        read_at: Moment,
        timing: Timing,
    ) -> Self {
        let (status, location) = match outcome.redirect {
            Some((status, address)) => (status, HeaderValue::try_from(address).ok()),
            None => (outcome.status, None),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // An error page says how things are this moment, so nobody keeps it.
        let may_be_kept = matches!(status.as_u16(), 200 | 301 | 308 | 404 | 410);
        let lifetime = match outcome.cache {
            CachePolicy::Public { shared_max_age, .. } if may_be_kept => Some(shared_max_age),
            _ => None,
        };
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: HeaderValue| headers.insert(name, value);
        set(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        set(header::VARY, HeaderValue::from_static("accept-encoding"));
        set(header::CONTENT_SECURITY_POLICY, content_security_policy);
        set(
            header::CACHE_CONTROL,
            cache_control(outcome.cache, may_be_kept),
        );
        if let Some(location) = location {
            set(header::LOCATION, location);
        }
        for cookie in outcome.cookies {
            if let Ok(mut cookie) = HeaderValue::try_from(cookie) {
                cookie.set_sensitive(true);
                headers.append(header::SET_COOKIE, cookie);
            }
        }
        let html = if status.is_redirection() {
            String::new()
        } else {
            html
        };
        let effort = match lifetime {
            Some(_) => Effort::Kept,
            None => Effort::Once,
        };
        let body = EncodedBody::new(html.into()).with_effort(effort);
        Self {
            status,
            body,
            headers,
            read_at,
            tags: outcome.tags,
            lifetime,
            failure: outcome.failure,
            timing,
        }
    }

    /// The same page, to be sent once and not kept.
    pub fn for_one_answer(self) -> Self {
        let body = self.body.with_effort(Effort::Once);
        Self { body, ..self }
    }

    /// Bytes of memory it takes.
    pub fn weight(&self) -> usize {
        self.body.weight() + 1_024 + self.tags.len() * 32
    }

    /// Whether it is an ordinary page, one that many may ask for.
    pub fn is_ok(&self) -> bool {
        self.status == StatusCode::OK
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the rendering failed so early that there is no page at all.
    pub fn is_empty_error(&self) -> bool {
        self.status.is_server_error() && self.body.is_empty()
    }

    /// The answer to a request with these headers: the page in an encoding it takes, or 304.
    pub fn respond(&self, request: &HeaderMap) -> Response<Body> {
        let encoding = Encoding::accepted(request);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.clone_from(&self.headers);
        if self.lifetime.is_some() && self.status == StatusCode::OK {
            if let Ok(etag) = HeaderValue::try_from(self.body.etag(encoding)) {
                headers.insert(header::ETAG, etag);
            }
            if self.body.matches(request) {
                headers.remove(header::CONTENT_TYPE);
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
        let bytes = self.body.bytes(encoding);
        if let (Some(value), false) = (encoding.header(), bytes.is_empty()) {
            headers.insert(header::CONTENT_ENCODING, value);
        }
        *response.status_mut() = self.status;
        *response.body_mut() = Body::from(bytes);
        response
    }
}

/// A browser always asks again (an entity tag makes that cheap); shared caches needn't.
fn cache_control(policy: CachePolicy, may_be_kept: bool) -> HeaderValue {
    match policy {
        CachePolicy::Public {
            shared_max_age,
            stale,
        } if may_be_kept => {
            let (fresh, stale) = (shared_max_age.as_secs(), stale.as_secs());
            let text =
                format!("public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}");
            HeaderValue::try_from(text).expect("words and numbers make a header")
        }
        _ => HeaderValue::from_static("no-store"),
    }
}
