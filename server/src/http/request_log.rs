//! One line a request, written when its answer has been handed over or broken off, and one
//! more in what is counted. Either says nothing of who asked or what was searched for.

use super::request_id::RequestId;
use crate::metrics::{Answered, Metrics};
use axum::{
    body::{Body, Bytes},
    extract::MatchedPath,
    http::{Method, Response, StatusCode},
};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

/// Said by a handler, in the extensions of its answer, of where the answer came from.
#[derive(Debug, Clone, Copy)]
pub struct Origin(pub &'static str);

/// What is known of a request once it is answered.
#[derive(Debug)]
pub struct RequestLog {
    pub method: Method,
    /// The pattern that matched, not the address itself.
    pub route: Option<MatchedPath>,
    pub id: RequestId,
    pub started: Instant,
    pub metrics: Arc<Metrics>,
}

impl RequestLog {
    /// Writes the line when the body ends. A body of known length is as good as sent.
    pub fn attach(self, response: Response<Body>) -> Response<Body> {
        let status = response.status();
        let origin = response.extensions().get::<Origin>().map(|origin| origin.0);
        match HttpBody::size_hint(response.body()).exact() {
            Some(length) => {
                self.write(status, origin, length);
                response
            }
            None => response.map(|body| {
                Body::new(CountedBody {
                    body,
                    sent: 0,
                    status,
                    origin,
                    log: self,
                })
            }),
        }
    }

    fn write(&self, status: StatusCode, origin: Option<&'static str>, size_bytes: u64) {
        let elapsed = self.started.elapsed();
        let route = self.route.as_ref().map(MatchedPath::as_str);
        self.metrics.count(Answered {
            route,
            origin,
            is_fault: status.is_server_error(),
            is_throttled: status == StatusCode::TOO_MANY_REQUESTS,
            elapsed,
        });
        let elapsed_ms = elapsed.as_micros() as f64 / 1_000.0;
        tracing::info!(
            target: "durbar::request",
            method = %self.method,
            route = route.unwrap_or("unmatched"),
            status = status.as_u16(),
            elapsed_ms,
            size_bytes,
            request_id = self.id.as_str(),
            cache = origin,
            "request"
        );
    }
}

/// A body of unknown length, counted on its way.
struct CountedBody {
    body: Body,
    sent: u64,
    status: StatusCode,
    origin: Option<&'static str>,
    log: RequestLog,
}

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.sent += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for CountedBody {
    fn drop(&mut self) {
        self.log.write(self.status, self.origin, self.sent);
    }
}
