//! What admins do about drafts that were handed in.

use crate::{
    actions::{Action, Outcome, Request},
    form::RefusedForm,
};
use durbar_domain::{audit::Reason, draft::ReviewReasons, policy::Operation};
use durbar_services::drafts::Approval;
use futures::FutureExt as _;
use jiff::Timestamp;

const QUEUE: &str = "/account/admin/review";
const REVIEW: &str = "/account/admin/review/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: REVIEW,
        name: "claim-draft",
        operation: Operation::ModerateListing,
        run: |request| claim(request).boxed(),
    },
    Action {
        path: REVIEW,
        name: "approve-draft",
        operation: Operation::ModerateListing,
        run: |request| approve(request).boxed(),
    },
    Action {
        path: REVIEW,
        name: "ask-for-changes",
        operation: Operation::ModerateListing,
        run: |request| give_back(request, "ask-for-changes", "reasons").boxed(),
    },
    Action {
        path: REVIEW,
        name: "refuse-draft",
        operation: Operation::ModerateListing,
        run: |request| give_back(request, "refuse-draft", "refuse_reasons").boxed(),
    },
];

async fn claim(request: Request) -> Outcome {
    const ACTION: &str = "claim-draft";
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let drafts = &request.context.services.drafts;
    let claimed = drafts
        .claim(&request.visitor.principal, id, version, Timestamp::now())
        .await;
    match claimed {
        Ok(_) => Outcome::to(request.path.clone()),
        Err(error) => request.listing_failed(ACTION, error, &[]),
    }
}

async fn approve(request: Request) -> Outcome {
    const ACTION: &str = "approve-draft";
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let despite_license = match request.form.text("despite_license").trim() {
        "" => None,
        _ => request
            .form
            .read("despite_license", &mut problems, Reason::parse),
    };
    if !problems.is_empty() {
        return request.invalid(ACTION, problems);
    }
    let drafts = &request.context.services.drafts;
    let approval = Approval { despite_license };
    let approved = drafts
        .approve(
            &request.visitor.principal,
            id,
            version,
            &approval,
            Timestamp::now(),
        )
        .await;
    match approved {
        Ok(_) => Outcome::to(format!("{QUEUE}?done=approved")),
        Err(error) => request.listing_failed(ACTION, error, &["despite_license"]),
    }
}

/// Gives a draft back by the action of this name; the reasons are in `field`.
async fn give_back(request: Request, action: &'static str, field: &'static str) -> Outcome {
    let (Some(id), Some(version)) = (request.listing(), request.version()) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let Some(reasons) = request
        .form
        .read(field, &mut problems, ReviewReasons::parse)
    else {
        return request.invalid(action, problems);
    };
    let drafts = &request.context.services.drafts;
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let given_back = match action {
        "refuse-draft" => drafts.refuse(principal, id, version, &reasons, now).await,
        _ => {
            drafts
                .request_changes(principal, id, version, &reasons, now)
                .await
        }
    };
    match given_back {
        Ok(_) => Outcome::to(format!("{QUEUE}?done=decided")),
        Err(error) => request.listing_failed(action, error, &[]),
    }
}
