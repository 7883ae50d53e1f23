//! Sending one file: whole, or part after part.

use super::{Stage, live::with};
use crate::server_functions::{
    ApiError, Begun, UploadAddress, UploadPlan, begin_upload, complete_upload, resume_upload,
};
use durbar_domain::{FieldError, Locale, MediaId, PropertyId, error::Problem};
use durbar_messages::media as words;
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

/// How sending ended.
pub(super) enum Ended {
    Sent,
    /// Why it isn't taken, in words.
    Refused(String),
    /// It was paused, or the connection broke off.
    BrokenOff,
    /// Nobody wants it any more.
    GivenUp,
}

/// Sends a file from where it was left.
pub(super) async fn send(number: u32, locale: Locale, listing: PropertyId) -> Ended {
    match try_send(number, locale, listing).await {
        Ok(()) => Ended::Sent,
        Err(ended) => ended,
    }
}

async fn try_send(number: u32, locale: Locale, listing: PropertyId) -> Result<(), Ended> {
    let known = with(number, |job| (job.media_id, job.upload.clone()));
    let (known, upload) = known.ok_or(Ended::GivenUp)?;
    let failed = |error: ApiError| match error {
        ApiError::SignIn | ApiError::NotPermitted | ApiError::NotFound => {
            Ended::Refused(words::refused_here(locale).to_owned())
        }
        ApiError::Invalid | ApiError::Unavailable => Ended::BrokenOff,
    };
    let (media_id, mut plan) = match known {
        Some(media_id) => {
            let plan = resume_upload(listing, media_id).await;
            (media_id, plan.map_err(failed)?)
        }
        None => match begin_upload(listing, upload).await.map_err(failed)? {
            Begun::Go(media_id, plan) => {
                with(number, |job| job.media_id = Some(media_id)).ok_or(Ended::GivenUp)?;
                (media_id, plan)
            }
            Begun::Refused(problems) => {
                return Err(Ended::Refused(refusal(locale, &problems)));
            }
        },
    };
    loop {
        plan = match plan {
            UploadPlan::Whole(address) => {
                put(number, &address, 0).await?;
                break;
            }
            UploadPlan::Parts { next, .. } if next.is_empty() => break,
            UploadPlan::Parts {
                part_bytes, next, ..
            } => {
                for (part, address) in next {
                    let offset = u64::from(part.saturating_sub(1)) * part_bytes;
                    put(number, &address, offset).await?;
                }
                resume_upload(listing, media_id).await.map_err(failed)?
            }
        };
    }
    complete(listing, media_id).await.map_err(failed)
}

async fn complete(listing: PropertyId, media_id: MediaId) -> Result<(), ApiError> {
    complete_upload(listing, media_id).await
}

/// Sends the bytes from an offset that an address takes.
async fn put(number: u32, address: &UploadAddress, offset: u64) -> Result<(), Ended> {
    let broken = |_: JsValue| Ended::BrokenOff;
    let request = XmlHttpRequest::new().map_err(broken)?;
    let prepared = with(number, |job| {
        if job
            .row
            .stage
            .with_untracked(|stage| *stage != Stage::Sending)
        {
            return None;
        }
        let blob: &Blob = job.file.unchecked_ref();
        let (start, end) = (offset as f64, (offset + address.content_length) as f64);
        let part = blob.slice_with_f64_and_f64(start, end).ok()?;
        job.request = Some(request.clone());
        Some((part, job.row, job.upload.bytes))
    });
    let (part, row, bytes) = prepared.ok_or(Ended::GivenUp)?.ok_or(Ended::BrokenOff)?;
    request
        .open_with_async("PUT", &address.url, true)
        .map_err(broken)?;
    // Bytes without a type get none from the browser.
    let kind = address
        .content_type
        .as_deref()
        .unwrap_or("application/octet-stream");
    request
        .set_request_header("Content-Type", kind)
        .map_err(broken)?;
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        let sent = offset as f64 + event.loaded();
        row.percent
            .set((100.0 * sent / (bytes.max(1) as f64)).min(100.0) as u32);
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let waiting = request.clone();
    let ended = Promise::new(&mut |resolve, reject| {
        waiting.set_onload(Some(&resolve));
        waiting.set_onerror(Some(&reject));
        waiting.set_onabort(Some(&reject));
    });
    request.send_with_opt_blob(Some(&part)).map_err(broken)?;
    let ended = JsFuture::from(ended).await;
    with(number, |job| job.request = None).ok_or(Ended::GivenUp)?;
    ended.map_err(broken)?;
    match request.status() {
        Ok(200..300) => Ok(()),
        _ => Err(Ended::BrokenOff),
    }
}

fn refusal(locale: Locale, problems: &[FieldError]) -> String {
    let words = problems.iter().map(|problem| match &problem.problem {
        Problem::Empty => words::refused_empty(locale).to_owned(),
        Problem::OutOfRange { max, .. } => {
            let max = max.trim_end_matches(" MiB").to_owned();
            words::refused_size(locale, max)
        }
        Problem::NotOneOf { accepted } => words::refused_type(locale, accepted.clone()),
        _ => words::refused_many(locale).to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
