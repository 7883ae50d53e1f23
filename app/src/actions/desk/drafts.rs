//! Beginning, saving, handing in, taking back and throwing away.

use super::{DESK, LISTING, STEP};
use crate::{
    actions::{Action, Outcome, Request, after},
    form::{FormState, RefusedForm},
};
use durbar_domain::{
    BrokerId, PropertyId,
    attributes::{Amenity, WaterSource},
    draft::{DraftField, DraftStep, Offer, Typed},
    policy::Operation,
};
use durbar_services::{ServiceError, drafts::Submission};
use futures::FutureExt as _;
use jiff::Timestamp;
use strum::VariantArray as _;

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: DESK,
        name: "begin-draft",
        operation: Operation::CreateListing,
        run: |request| begin(request).boxed(),
    },
    Action {
        path: DESK,
        name: "restore-draft",
        operation: Operation::EditListing,
        run: |request| restore(request).boxed(),
    },
    Action {
        path: LISTING,
        name: "edit-listing",
        operation: Operation::EditListing,
        run: |request| edit(request).boxed(),
    },
    Action {
        path: STEP,
        name: "save-draft",
        operation: Operation::EditListing,
        run: |request| save(request).boxed(),
    },
    Action {
        path: STEP,
        name: "submit-draft",
        operation: Operation::SubmitListing,
        run: |request| submit(request).boxed(),
    },
    Action {
        path: STEP,
        name: "take-back-draft",
        operation: Operation::SubmitListing,
        run: |request| take_back(request).boxed(),
    },
    Action {
        path: STEP,
        name: "discard-draft",
        operation: Operation::EditListing,
        run: |request| discard(request).boxed(),
    },
];

fn step_path(id: PropertyId, step: DraftStep) -> String {
    format!("/broker/listings/{id}/{}", step.key())
}

async fn begin(request: Request) -> Outcome {
    let drafts = &request.context.services.drafts;
    let of = request.form.text("of").parse::<BrokerId>().ok();
    match drafts
        .begin(&request.visitor.principal, of, Timestamp::now())
        .await
    {
        Ok(draft) => Outcome::to(step_path(draft.listing_id, DraftStep::Place)),
        Err(error) => request.failed("begin-draft", error.into()),
    }
}

async fn restore(request: Request) -> Outcome {
    const ACTION: &str = "restore-draft";
    let Ok(id) = request.form.text("draft").parse::<PropertyId>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let drafts = &request.context.services.drafts;
    let restored = drafts
        .discard(&request.visitor.principal, id, false, Timestamp::now())
        .await;
    match restored {
        Ok(_) => Outcome::to(step_path(id, DraftStep::Place)),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn edit(request: Request) -> Outcome {
    const ACTION: &str = "edit-listing";
    let Some(id) = request.listing() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let drafts = &request.context.services.drafts;
    match drafts
        .edit(&request.visitor.principal, id, Timestamp::now())
        .await
    {
        Ok(_) => Outcome::to(step_path(id, DraftStep::Place)),
        Err(error) => request.listing_failed(ACTION, error, &[]),
    }
}

/// Saves the page of a step. Where somebody else changed the same fields meanwhile, the page
/// comes back with both texts.
async fn save(request: Request) -> Outcome {
    const ACTION: &str = "save-draft";
    let step = request.path.rsplit('/').next();
    let step = step.and_then(|step| step.parse::<DraftStep>().ok());
    let (Some(id), Some(step)) = (request.listing(), step) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let page: Vec<_> = step
        .fields()
        .filter(|field| !is_left_to_others(&request, *field))
        .map(|field| typed(&request, field))
        .collect();
    let drafts = &request.context.services.drafts;
    let saved = drafts
        .save(&request.visitor.principal, id, &page, Timestamp::now())
        .await;
    match saved {
        Ok(saved) if !saved.merge.conflicts.is_empty() => {
            // What both changed is typed again; of the rest the page shows what is saved by now,
            // or the next saving would undo what others changed there.
            let asked: Vec<_> = saved.merge.conflicts.iter().map(|it| it.key()).collect();
            let form = request
                .form
                .only(|name| asked.contains(&name.trim_start_matches("was.")));
            Outcome::Refused(FormState::refused(ACTION, &form, RefusedForm::Changed))
        }
        Ok(_) if request.form.is_ticked("stay") => {
            Outcome::to(format!("{}?done=saved", request.path))
        }
        Ok(_) => Outcome::to(match request.form.text("next") {
            "" => format!("{}?done=saved", request.path),
            next => after(next),
        }),
        Err(ServiceError::Invalid(problems)) if problems.iter().all(|it| it.field != "review") => {
            request.invalid(ACTION, problems)
        }
        Err(ServiceError::Invalid(_)) => request.refused(ACTION, RefusedForm::Changed),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// Whether somebody chose to keep what another person wrote into a field.
fn is_left_to_others(request: &Request, field: DraftField) -> bool {
    request.form.is_ticked(&format!("theirs.{}", field.key()))
}

/// What is ticked, in the order in which a listing's own are written: the same boxes are the same
/// text.
fn ticked(
    request: &Request,
    field: DraftField,
    order: impl Iterator<Item = &'static str>,
) -> String {
    let prefix = format!("{}.", field.key());
    let form = &request.form;
    let mut ticked: Vec<&str> = form.starting(&prefix).map(|(key, _)| key).collect();
    let order: Vec<_> = order.collect();
    let place = |key: &&str| order.iter().position(|it| it == key);
    ticked.sort_by_key(|key| place(key).unwrap_or(usize::MAX));
    ticked.join(",")
}

fn typed(request: &Request, field: DraftField) -> Typed {
    let form = &request.form;
    let text = match field {
        // Boxes: one for each value.
        DraftField::Amenities => {
            ticked(request, field, Amenity::VARIANTS.iter().map(|it| it.key()))
        }
        DraftField::WaterSource => ticked(
            request,
            field,
            WaterSource::VARIANTS.iter().map(|it| it.key()),
        ),
        _ => form.text(field.key()).trim().to_owned(),
    };
    Typed {
        field,
        text,
        was: form.text(&format!("was.{}", field.key())).to_owned(),
    }
}

async fn submit(request: Request) -> Outcome {
    const ACTION: &str = "submit-draft";
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let offer = request.form.text("offer").parse().unwrap_or(Offer::Active);
    let drafts = &request.context.services.drafts;
    let submission = Submission { version, offer };
    let submitted = drafts
        .submit(&request.visitor.principal, id, submission, Timestamp::now())
        .await;
    match submitted {
        Ok(_) => Outcome::to(format!("{}?done=saved", request.path)),
        Err(error) => request.listing_failed(ACTION, error, &[]),
    }
}

async fn take_back(request: Request) -> Outcome {
    const ACTION: &str = "take-back-draft";
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let drafts = &request.context.services.drafts;
    let taken = drafts
        .take_back(&request.visitor.principal, id, version, Timestamp::now())
        .await;
    match taken {
        Ok(_) => Outcome::to(step_path(id, DraftStep::Place)),
        Err(error) => request.listing_failed(ACTION, error, &[]),
    }
}

async fn discard(request: Request) -> Outcome {
    const ACTION: &str = "discard-draft";
    let Some(id) = request.listing() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let drafts = &request.context.services.drafts;
    let discarded = drafts
        .discard(&request.visitor.principal, id, true, Timestamp::now())
        .await;
    match discarded {
        Ok(_) => Outcome::to(DESK),
        Err(error) => request.listing_failed(ACTION, error, &[]),
    }
}
