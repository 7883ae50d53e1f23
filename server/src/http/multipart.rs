//! Forms that carry files, as `multipart/form-data` (RFC 7578).

use axum::{
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request},
    http::{HeaderMap, StatusCode, header},
};
use durbar_app::form::{Form, SentFile};

/// The most parts read.
const MAX_PARTS: usize = 32;
/// The longest text of a field, in bytes.
const MAX_TEXT: usize = 4_096;

/// Whether a form of this kind is sent.
pub fn is_sent(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Reads a form with its files, held in memory, of at most `max_bytes` in all.
pub async fn read(headers: &HeaderMap, body: Body, max_bytes: usize) -> Result<Form, StatusCode> {
    let bytes = to_bytes(body, max_bytes)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.ok_or(StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
    let request = Request::post("/").header(header::CONTENT_TYPE, kind);
    let request = request.body(Body::from(bytes));
    let mut request = request.map_err(|_| StatusCode::BAD_REQUEST)?;
    // The whole was bounded above.
    DefaultBodyLimit::apply(DefaultBodyLimit::disable(), &mut request);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    for _ in 0..MAX_PARTS {
        let part = parts.next_field().await;
        let Some(part) = part.map_err(|_| StatusCode::BAD_REQUEST)? else {
            return Ok(Form::new(texts).with_files(files));
        };
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let content_type = part.content_type().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        if let Some(name) = name {
            files.push(SentFile {
                field,
                name,
                content_type,
                bytes,
            });
        } else {
            if bytes.len() > MAX_TEXT {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            let text = String::from_utf8(bytes.to_vec());
            texts.push((field, text.map_err(|_| StatusCode::BAD_REQUEST)?));
        }
    }
    Err(StatusCode::PAYLOAD_TOO_LARGE)
}
