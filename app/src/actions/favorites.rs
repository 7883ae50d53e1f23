//! Saved homes, where scripts are off.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{PropertyId, policy::Operation};
use futures::FutureExt as _;
use jiff::Timestamp;

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: "/account/favorites",
        name: "add-favorite",
        operation: Operation::ManageFavorites,
        run: |request| change(request, true).boxed(),
    },
    Action {
        path: "/account/favorites",
        name: "remove-favorite",
        operation: Operation::ManageFavorites,
        run: |request| change(request, false).boxed(),
    },
];

async fn change(request: Request, marked: bool) -> Outcome {
    let action = if marked {
        "add-favorite"
    } else {
        "remove-favorite"
    };
    let Ok(home) = request.form.text("listing").parse::<PropertyId>() else {
        return request.refused(action, RefusedForm::Changed);
    };
    let favorites = &request.context.services.favorites;
    let principal = &request.visitor.principal;
    let done = if marked {
        favorites
            .add(principal, home, Timestamp::now())
            .await
            .map(drop)
    } else {
        favorites.remove(principal, home).await
    };
    match done {
        Ok(()) => Outcome::to("/account/favorites"),
        Err(error) => request.failed(action, error.into()),
    }
}
