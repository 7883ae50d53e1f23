//! Alerts about homes: saving a search, and what links in mails do. Open to guests.

use super::{Action, Outcome, PageData, Request};
use crate::{form::RefusedForm, pages::search::search_name};
use durbar_domain::{
    FieldError,
    account::EmailAddress,
    error::Problem,
    policy::Operation,
    saved_search::{AlertFrequency, AlertKind, SavedSearch},
    search::SearchQuery,
};
use durbar_services::{ServiceError, saved_searches::NewSavedSearch};
use enumset::EnumSet;
use futures::FutureExt as _;
use strum::VariantArray;

const NEW: &str = "/alerts/new";
const CONFIRM: &str = "/alerts/confirm";
const STOP: &str = "/alerts/stop";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: NEW,
        name: "save-search",
        operation: Operation::SubscribeToAlerts,
        run: |request| save(request).boxed(),
    },
    Action {
        path: CONFIRM,
        name: "confirm-alerts",
        operation: Operation::SubscribeToAlerts,
        run: |request| confirm(request).boxed(),
    },
    Action {
        path: STOP,
        name: "stop-alerts",
        operation: Operation::SubscribeToAlerts,
        run: |request| stop(request).boxed(),
    },
    Action {
        path: STOP,
        name: "erase-address",
        operation: Operation::SubscribeToAlerts,
        run: |request| erase(request).boxed(),
    },
];

/// The page on which a search is saved.
pub fn save_path(query: &SearchQuery) -> String {
    match query.to_query_string().as_str() {
        "" => NEW.to_owned(),
        query => format!("{NEW}?{query}"),
    }
}

/// The field of a kind in forms, as in `kind-new-match`.
pub fn kind_field(kind: AlertKind) -> String {
    format!("kind-{}", kind.key())
}

/// Saves a search. The button beside the results asks nothing: with an account it saves as most
/// people want it, without one it leads to the form.
async fn save(request: Request) -> Outcome {
    const ACTION: &str = "save-search";
    let form = &request.form;
    let (query, unread) = SearchQuery::parse(form.text("search"));
    let query = SavedSearch::normalized(query);
    let name = search_name(&query, request.locale);
    let (Ok(name), true) = (name, unread.is_empty()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let has_account = request.visitor.account.is_some();
    let mut problems = Vec::new();
    let (frequency, kinds) = match form.is_ticked("frequency") {
        true => {
            let offered = |it: &AlertFrequency| *it != AlertFrequency::Never;
            let frequency = read_frequency(&request, offered, &mut problems);
            (frequency, read_kinds(&request, &mut problems))
        }
        false if has_account => (Some(AlertFrequency::default()), Some(EnumSet::all())),
        false => return Outcome::to(save_path(&query)),
    };
    let email = match has_account {
        true => None,
        false => form.read("email", &mut problems, EmailAddress::parse),
    };
    let (Some(frequency), Some(kinds), true) = (frequency, kinds, problems.is_empty()) else {
        return request.invalid(ACTION, problems);
    };
    let new = NewSavedSearch {
        name,
        query,
        frequency,
        kinds,
        locale: request.locale,
    };
    let saved_searches = &request.context.services.saved_searches;
    if let Some(email) = email {
        let client = request.client.address;
        return match saved_searches.subscribe(email, new, client).await {
            Ok(()) => Outcome::to(format!("{NEW}?done=sent")),
            Err(error) => request.failed(ACTION, error),
        };
    }
    match saved_searches.create(&request.visitor.principal, new).await {
        Ok(saved) if saved.repeated => Outcome::to("/account/saved-searches?done=repeated"),
        Ok(_) => Outcome::to("/account/saved-searches?done=saved"),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// One of the frequencies that are offered.
pub(super) fn read_frequency(
    request: &Request,
    offered: impl Fn(&AlertFrequency) -> bool,
    problems: &mut Vec<FieldError>,
) -> Option<AlertFrequency> {
    let read = |field: &str, text: &str| {
        let known = text.parse::<AlertFrequency>().ok();
        known.filter(&offered).ok_or_else(|| {
            let keys = AlertFrequency::VARIANTS.iter().filter(|it| offered(it));
            let accepted = keys.map(|it| it.key()).collect::<Vec<_>>().join(", ");
            FieldError::new(field, Problem::NotOneOf { accepted })
        })
    };
    request.form.read("frequency", problems, read)
}

/// The kinds that are ticked, at least one.
pub(super) fn read_kinds(
    request: &Request,
    problems: &mut Vec<FieldError>,
) -> Option<EnumSet<AlertKind>> {
    let ticked = |kind: &AlertKind| request.form.is_ticked(&kind_field(*kind));
    let kinds: EnumSet<AlertKind> = EnumSet::all().iter().filter(ticked).collect();
    if kinds.is_empty() {
        problems.push(FieldError::new("kinds", Problem::Empty));
        return None;
    }
    Some(kinds)
}

async fn confirm(request: Request) -> Outcome {
    let token = request.form.text("token");
    let saved_searches = &request.context.services.saved_searches;
    match saved_searches.confirm(token).await {
        Ok(search) => Outcome::show(PageData::AlertsBegun(Box::new(search))),
        Err(error) => request.failed("confirm-alerts", error.into()),
    }
}

async fn stop(request: Request) -> Outcome {
    let token = request.form.text("token");
    let saved_searches = &request.context.services.saved_searches;
    match saved_searches.stop(token).await {
        Ok(ended) => Outcome::show(PageData::AlertsEnded(ended)),
        Err(error) => request.failed("stop-alerts", error.into()),
    }
}

async fn erase(request: Request) -> Outcome {
    let token = request.form.text("token");
    let saved_searches = &request.context.services.saved_searches;
    match saved_searches.erase_of_link(token).await {
        // Erased by a click before this one.
        Ok(()) | Err(ServiceError::NotFound) => Outcome::show(PageData::AddressErased),
        Err(error) => request.failed("erase-address", error.into()),
    }
}
