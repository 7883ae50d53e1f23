//! Saved searches of an account.

use super::{
    Action, Outcome, Request,
    alerts::{read_frequency, read_kinds},
};
use crate::form::RefusedForm;
use durbar_domain::{SavedSearchId, policy::Operation, saved_search::SearchName};
use durbar_services::ServiceError;
use futures::FutureExt as _;

const LIST: &str = "/account/saved-searches";
const ONE: &str = "/account/saved-searches/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: ONE,
        name: "edit-search",
        operation: Operation::ManageSavedSearches,
        run: |request| edit(request).boxed(),
    },
    Action {
        path: LIST,
        name: "remove-search",
        operation: Operation::ManageSavedSearches,
        run: |request| remove(request).boxed(),
    },
    Action {
        path: LIST,
        name: "restore-search",
        operation: Operation::ManageSavedSearches,
        run: |request| restore(request).boxed(),
    },
];

async fn edit(request: Request) -> Outcome {
    const ACTION: &str = "edit-search";
    let id = request.path.rsplit('/').next().unwrap_or_default().parse();
    let version = request.form.text("version").parse();
    let (Ok(id), Ok(version)) = (id, version) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let name = request.form.read("name", &mut problems, SearchName::parse);
    let frequency = read_frequency(&request, |_| true, &mut problems);
    let kinds = read_kinds(&request, &mut problems);
    let (Some(name), Some(frequency), Some(kinds)) = (name, frequency, kinds) else {
        return request.invalid(ACTION, problems);
    };
    let saved_searches = &request.context.services.saved_searches;
    let principal = &request.visitor.principal;
    let changed = saved_searches
        .edit(principal, (id, version), name, frequency, kinds)
        .await;
    to_list(&request, ACTION, changed.map(drop))
}

async fn remove(request: Request) -> Outcome {
    const ACTION: &str = "remove-search";
    let Ok(id) = request.form.text("search").parse::<SavedSearchId>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let saved_searches = &request.context.services.saved_searches;
    let removed = saved_searches.remove(&request.visitor.principal, id).await;
    // There it can be brought back.
    to_list(&request, ACTION, removed)
}

async fn restore(request: Request) -> Outcome {
    const ACTION: &str = "restore-search";
    let Ok(id) = request.form.text("search").parse::<SavedSearchId>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let saved_searches = &request.context.services.saved_searches;
    let restored = saved_searches.restore(&request.visitor.principal, id).await;
    to_list(&request, ACTION, restored)
}

fn to_list(request: &Request, action: &'static str, done: Result<(), ServiceError>) -> Outcome {
    match done {
        Ok(()) if action == "edit-search" => Outcome::to(format!("{LIST}?done=saved")),
        Ok(()) => Outcome::to(LIST),
        Err(error) => request.failed(action, error.into()),
    }
}
