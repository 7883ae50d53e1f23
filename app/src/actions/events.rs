//! What admins do about events that were given up on.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{EventId, policy::Operation};
use futures::FutureExt as _;
use jiff::Timestamp;

const EVENTS: &str = "/account/admin/events";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: EVENTS,
        name: "replay-event",
        operation: Operation::ManageEvents,
        run: |request| decide(request, "replay-event").boxed(),
    },
    Action {
        path: EVENTS,
        name: "drop-event",
        operation: Operation::ManageEvents,
        run: |request| decide(request, "drop-event").boxed(),
    },
];

/// Replays or drops, by the action's name.
async fn decide(request: Request, action: &'static str) -> Outcome {
    let Ok(id) = request.form.text("event").parse::<EventId>() else {
        return request.refused(action, RefusedForm::Changed);
    };
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let parked = &request.context.services.parked_events;
    let done = match action {
        "replay-event" => parked.replay(principal, id, now).await,
        _ => parked.discard(principal, id, now).await,
    };
    match done {
        Ok(()) => Outcome::to(format!("{EVENTS}?done=saved")),
        Err(error) => request.failed(action, error.into()),
    }
}
