//! The files of a listing: described, put in order, moved, taken away and brought back.

use super::{Action, Outcome, Request};
use crate::{form::RefusedForm, pages::broker_media::PATTERN};
use durbar_domain::{
    MediaId, PropertyId,
    media::{Audience, NewUpload},
    policy::Operation,
    text::Localized,
};
use durbar_services::{Media, ServiceError, media::Direction};
use futures::{FutureExt as _, future::BoxFuture};
use jiff::Timestamp;
use std::str::FromStr;

/// An action of the page.
macro_rules! of_file {
    ($name:literal, $run:path) => {
        Action {
            path: PATTERN,
            name: $name,
            operation: Operation::EditListing,
            run: |request| on_file(request, $name, |file| $run(file).boxed()).boxed(),
        }
    };
}

/// The form that brings a file, where scripts are off.
pub(super) const UPLOAD: &str = "upload";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: PATTERN,
        name: UPLOAD,
        operation: Operation::EditListing,
        run: |request| upload(request).boxed(),
    },
    of_file!("describe-media", describe),
    of_file!("shift-media", shift),
    of_file!("move-media", move_to),
    of_file!("retry-media", retry),
    of_file!("remove-media", remove),
    of_file!("restore-media", restore),
    of_file!("abort-media", abort),
];

/// Why a form was not carried out.
enum Failure {
    Service(ServiceError),
    /// A hidden field that no page of ours wrote.
    Broken,
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

/// The file a form is about.
struct OnFile<'a> {
    request: &'a Request,
    listing: PropertyId,
    media: MediaId,
    now: Timestamp,
}

impl OnFile<'_> {
    fn media(&self) -> &Media {
        &self.request.context.services.media
    }

    fn field<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        let text = self.request.form.text(name);
        text.parse().map_err(|_| Failure::Broken)
    }
}

async fn upload(mut request: Request) -> Outcome {
    let sent = request.form.take_files("file").pop();
    let listing: Result<PropertyId, _> = listing_of(&request).parse();
    let (kind, audience) = (request.form.text("kind"), request.form.text("audience"));
    let (Ok(listing), Ok(kind), Ok(audience)) = (listing, kind.parse(), audience.parse()) else {
        return request.refused(UPLOAD, RefusedForm::Changed);
    };
    let (file_name, content_type, bytes) = match sent {
        Some(sent) => (sent.name, sent.content_type, sent.bytes),
        None => Default::default(),
    };
    let upload = NewUpload {
        kind,
        audience,
        file_name,
        bytes: bytes.len() as u64,
        content_type,
    };
    let media = &request.context.services.media;
    let principal = &request.visitor.principal;
    let taken = media.take_file(principal, listing, &upload, bytes, Timestamp::now());
    match taken.await {
        Ok(_) => Outcome::to(format!("{}?done=uploaded", request.path)),
        Err(ServiceError::Invalid(problems)) => request.invalid(UPLOAD, problems),
        Err(error) => request.failed(UPLOAD, error.into()),
    }
}

/// What stands in the page's path where the listing does.
fn listing_of(request: &Request) -> &str {
    request.path.split('/').nth(3).unwrap_or_default()
}

async fn on_file(
    request: Request,
    action: &'static str,
    run: impl for<'a> FnOnce(&'a OnFile<'a>) -> BoxFuture<'a, Result<(), Failure>> + Send,
) -> Outcome {
    let listing = listing_of(&request).parse();
    let media = request.form.text("media").parse();
    let (Ok(listing), Ok(media)) = (listing, media) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let file = OnFile {
        request: &request,
        listing,
        media,
        now: Timestamp::now(),
    };
    let done = run(&file).await;
    match done {
        Ok(()) => Outcome::to(format!("{}?done=saved#{media}", request.path)),
        Err(Failure::Broken) => request.refused(action, RefusedForm::Changed),
        Err(Failure::Service(ServiceError::Invalid(problems))) => request.invalid(action, problems),
        Err(Failure::Service(error)) => request.failed(action, error.into()),
    }
}

async fn describe(file: &OnFile<'_>) -> Result<(), Failure> {
    let text = |field| file.request.form.text(field);
    let before = Localized {
        en: text("was_en").to_owned(),
        ne: text("was_ne").to_owned(),
    };
    let (who, words) = (
        &file.request.visitor.principal,
        (text("alt_en"), text("alt_ne")),
    );
    let described =
        file.media()
            .describe(who, (file.listing, file.media), &before, words, file.now);
    described.await?;
    Ok(())
}

async fn shift(file: &OnFile<'_>) -> Result<(), Failure> {
    let direction = match file.request.form.text("direction") {
        "earlier" => Direction::Earlier,
        "later" => Direction::Later,
        _ => return Err(Failure::Broken),
    };
    let who = &file.request.visitor.principal;
    let place = (file.listing, file.media);
    Ok(file.media().shift(who, place, direction, file.now).await?)
}

async fn move_to(file: &OnFile<'_>) -> Result<(), Failure> {
    let audience: Audience = file.field("audience")?;
    let who = &file.request.visitor.principal;
    let place = (file.listing, file.media);
    file.media().move_to(who, place, audience, file.now).await?;
    Ok(())
}

async fn retry(file: &OnFile<'_>) -> Result<(), Failure> {
    let who = &file.request.visitor.principal;
    file.media()
        .retry(who, file.listing, file.media, file.now)
        .await?;
    Ok(())
}

async fn remove(file: &OnFile<'_>) -> Result<(), Failure> {
    let who = &file.request.visitor.principal;
    file.media()
        .remove(who, file.listing, file.media, file.now)
        .await?;
    Ok(())
}

async fn restore(file: &OnFile<'_>) -> Result<(), Failure> {
    let who = &file.request.visitor.principal;
    file.media()
        .restore(who, file.listing, file.media, file.now)
        .await?;
    Ok(())
}

async fn abort(file: &OnFile<'_>) -> Result<(), Failure> {
    let who = &file.request.visitor.principal;
    Ok(file.media().abort(who, file.listing, file.media).await?)
}
