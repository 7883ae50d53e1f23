//! Asking about a home, and what both sides do in a thread.

mod ask;
mod slots;
mod thread;

pub use slots::value as slot_value;

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::policy::Operation;
use durbar_services::ServiceError;
use futures::FutureExt as _;

const NEW: &str = "/enquiries/new";
const THREAD: &str = "/enquiries/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: NEW,
        name: ask::QUESTION,
        operation: Operation::SendEnquiry,
        run: |request| ask::send(request, ask::QUESTION).boxed(),
    },
    Action {
        path: NEW,
        name: ask::VIEWING,
        operation: Operation::SendEnquiry,
        run: |request| ask::send(request, ask::VIEWING).boxed(),
    },
    Action {
        path: THREAD,
        name: "write",
        operation: Operation::AnswerEnquiry,
        run: |request| thread::write(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "propose-slots",
        operation: Operation::AnswerEnquiry,
        run: |request| thread::propose(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "confirm-slot",
        operation: Operation::AnswerEnquiry,
        run: |request| thread::confirm(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "decline-viewing",
        operation: Operation::DecideViewing,
        run: |request| thread::decline(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "cancel-viewing",
        operation: Operation::AnswerEnquiry,
        run: |request| thread::cancel(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "assign-enquiry",
        operation: Operation::AssignEnquiry,
        run: |request| thread::assign(request).boxed(),
    },
    Action {
        path: THREAD,
        name: "close-enquiry",
        operation: Operation::AnswerEnquiry,
        run: |request| thread::close(request).boxed(),
    },
];

impl Request {
    /// What to say of an enquiry that was not sent or not changed.
    fn enquiry_failed(&self, action: &'static str, error: ServiceError) -> Outcome {
        let ServiceError::Invalid(mut problems) = error else {
            return self.failed(action, error.into());
        };
        for problem in &mut problems {
            // The times were checked one by one: what is left concerns them together.
            if problem.field == "slots" {
                problem.field = slots::FIELDS[0].into();
            }
        }
        // Whatever no field of the form holds is how the home or the enquiry stands by now.
        let is_field = |field: &str| field == "text" || slots::FIELDS.contains(&field);
        match problems.iter().all(|problem| is_field(&problem.field)) {
            true => self.invalid(action, problems),
            false => self.refused(action, RefusedForm::Changed),
        }
    }
}
