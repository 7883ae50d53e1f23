//! A refusal that its sender can read.

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::{
    Request,
    body::{Body, Frame, Incoming, SizeHint},
};
use s3s::{HttpError, HttpResponse, service::S3Service};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

/// The most bytes that are read of what was refused: more than any part of an upload.
const MOST: usize = 64 * 1_024 * 1_024;

/// Answers a request. What s3s refuses it doesn't read, and the connection would be reset under
/// the hands of who is still sending, often before they have read why; so the rest is read here.
pub(super) async fn answer(
    service: S3Service,
    request: Request<Incoming>,
) -> Result<HttpResponse, HttpError> {
    let rest = Arc::new(Mutex::new(None));
    let request = request.map(|body| {
        *rest.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        s3s::Body::http_body(Shared(rest.clone()))
    });
    let response = service.call(request).await?;
    let left = rest.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(mut body) = left.filter(|_| !response.status().is_success()) {
        let mut read = 0;
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > MOST {
                break;
            }
        }
    }
    Ok(response)
}

/// A body that can be taken back.
struct Shared(Arc<Mutex<Option<Incoming>>>);

impl Body for Shared {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.as_ref().map(Incoming::size_hint).unwrap_or_default()
    }
}
