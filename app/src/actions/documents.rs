//! What brokers and admins do about papers of homes.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{
    MediaId, PropertyId, audit::Reason, document::Document, error::Problem, policy::Operation,
};
use durbar_services::{ServiceError, documents::Verdict};
use futures::FutureExt as _;
use jiff::Timestamp;

/// The page of a home's papers, as the server has it.
pub(super) const OWN: &str = "/broker/listings/{id}/documents";
/// The form there that brings files.
pub(super) const SEND: &str = "send-document";
const DOCUMENT: &str = "/account/admin/documents/{id}/{document}";
const DOCUMENTS: &str = "/account/admin/documents";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: OWN,
        name: SEND,
        operation: Operation::EditListing,
        run: |request| send(request).boxed(),
    },
    Action {
        path: DOCUMENT,
        name: "look-at-document",
        operation: Operation::VerifyDocument,
        run: |request| look(request).boxed(),
    },
    Action {
        path: DOCUMENT,
        name: "approve-document",
        operation: Operation::VerifyDocument,
        run: |request| decide(request, "approve-document").boxed(),
    },
    Action {
        path: DOCUMENT,
        name: "refuse-document",
        operation: Operation::VerifyDocument,
        run: |request| decide(request, "refuse-document").boxed(),
    },
];

/// The home that a broker's page is about.
fn home(request: &Request) -> Option<PropertyId> {
    request.path.rsplit('/').nth(1)?.parse().ok()
}

/// The paper that an admin's page is about.
fn paper(request: &Request) -> Option<(PropertyId, Document)> {
    let document = request.path.rsplit('/').next()?;
    Some((home(request)?, document.parse().ok()?))
}

async fn send(mut request: Request) -> Outcome {
    let papers = request.form.take_files("papers");
    let Some(home) = home(&request) else {
        return request.refused(SEND, RefusedForm::Changed);
    };
    let Ok(document) = request.form.text("document").parse::<Document>() else {
        let accepted = "lalpurja, charkilla, completion-certificate".to_owned();
        let problem = Problem::NotOneOf { accepted };
        let problem = durbar_domain::FieldError::new("document", problem);
        return request.invalid(SEND, vec![problem]);
    };
    let papers = papers.into_iter().map(|paper| paper.bytes).collect();
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let documents = &request.context.services.documents;
    match documents.send(principal, home, document, papers, now).await {
        Ok(_) => Outcome::to(format!("/broker/listings/{home}/documents?done=saved")),
        Err(ServiceError::Invalid(problems)) => request.invalid(SEND, problems),
        Err(error) => request.failed(SEND, error.into()),
    }
}

/// On to a file, by a link for a minute.
async fn look(request: Request) -> Outcome {
    const ACTION: &str = "look-at-document";
    let file = request.form.text("paper").parse::<MediaId>().ok();
    let (Some((home, document)), Some(file)) = (paper(&request), file) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let documents = &request.context.services.documents;
    match documents.look(principal, home, document, file, now).await {
        Ok(token) => Outcome::to(format!("/account/admin/papers/{}", token.reveal())),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// Gives a badge or refuses it, by the action's name.
async fn decide(request: Request, action: &'static str) -> Outcome {
    let version = request.form.text("version").parse().ok();
    let (Some((home, document)), Some(version)) = (paper(&request), version) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let verdict = match action {
        "approve-document" => Verdict::Seen,
        _ => {
            let mut problems = Vec::new();
            match request.form.read("reason", &mut problems, Reason::parse) {
                Some(reason) => Verdict::Refused(reason),
                None => return request.invalid(action, problems),
            }
        }
    };
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let documents = &request.context.services.documents;
    let done = documents.decide(principal, home, document, version, verdict, now);
    match done.await {
        Ok(()) => Outcome::to(format!("{DOCUMENTS}?done=saved")),
        Err(error) => request.failed(action, error.into()),
    }
}
