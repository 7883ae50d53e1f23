//! Importing a list: sending it, beginning it, forgetting it.

use super::{Action, Outcome, Request, id};
use crate::form::RefusedForm;
use durbar_domain::{ImportId, policy::Operation};
use durbar_services::{ServiceError, imports::SentList};
use futures::FutureExt as _;
use jiff::Timestamp;

/// The page of all imports.
pub const IMPORTS: &str = "/account/admin/import";
/// The form there that brings a list.
pub(super) const SEND: &str = "send-list";
const IMPORT: &str = "/account/admin/import/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: IMPORTS,
        name: SEND,
        operation: Operation::ImportListings,
        run: |request| send(request).boxed(),
    },
    Action {
        path: IMPORT,
        name: "start-import",
        operation: Operation::ImportListings,
        run: |request| start(request).boxed(),
    },
    Action {
        path: IMPORT,
        name: "discard-import",
        operation: Operation::ImportListings,
        run: |request| discard(request).boxed(),
    },
];

async fn send(mut request: Request) -> Outcome {
    let list = request.form.take_files("list").pop();
    let mapping = request.form.take_files("mapping").pop();
    let (name, bytes) = list.map(|it| (it.name, it.bytes)).unwrap_or_default();
    let sent = SentList {
        name,
        bytes,
        mapping: mapping.map(|it| it.bytes).unwrap_or_default(),
    };
    let imports = &request.context.services.import_runs;
    let principal = &request.visitor.principal;
    match imports.send(principal, sent, Timestamp::now()).await {
        Ok(run) => Outcome::to(format!("{IMPORTS}/{}", run.import_id)),
        Err(ServiceError::Invalid(problems)) => request.invalid(SEND, problems),
        Err(error) => request.failed(SEND, error.into()),
    }
}

async fn start(request: Request) -> Outcome {
    const ACTION: &str = "start-import";
    let Some(run) = named(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let imports = &request.context.services.import_runs;
    let principal = &request.visitor.principal;
    match imports.start(principal, run, Timestamp::now()).await {
        Ok(_) => Outcome::to(request.path.clone()),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn discard(request: Request) -> Outcome {
    const ACTION: &str = "discard-import";
    let Some(run) = named(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let imports = &request.context.services.import_runs;
    match imports.discard(&request.visitor.principal, run).await {
        Ok(()) => Outcome::to(format!("{IMPORTS}?done=saved")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// The import of the page, at the version that it showed.
fn named(request: &Request) -> Option<(ImportId, u64)> {
    let version = request.form.text("version").parse().ok()?;
    Some((id(request)?, version))
}
