//! What admins do about other people's levels and invoices.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{
    AccountId, FieldError, PurchaseId,
    account::{EmailAddress, SubscriptionLevel},
    audit::Reason,
    error::Problem,
    policy::Operation,
};
use durbar_services::{ServiceError, end_of_day_in_nepal, today_in_nepal};
use futures::FutureExt as _;
use jiff::{Timestamp, civil::Date};
use std::str::FromStr;

const MEMBERS: &str = "/account/admin/members";
const MEMBER: &str = "/account/admin/members/{id}";
const PURCHASE: &str = "/account/admin/purchases/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: MEMBERS,
        name: "find-account",
        operation: Operation::ReadAccounts,
        run: |request| find(request).boxed(),
    },
    Action {
        path: MEMBER,
        name: "grant-level",
        operation: Operation::GrantSubscription,
        run: |request| grant(request).boxed(),
    },
    Action {
        path: MEMBER,
        name: "end-level",
        operation: Operation::GrantSubscription,
        run: |request| end(request).boxed(),
    },
    Action {
        path: PURCHASE,
        name: "confirm-invoice",
        operation: Operation::SettlePurchase,
        run: |request| settle(request, "confirm-invoice", "transfer").boxed(),
    },
    Action {
        path: PURCHASE,
        name: "cancel-invoice",
        operation: Operation::SettlePurchase,
        run: |request| settle(request, "cancel-invoice", "cancel_reason").boxed(),
    },
    Action {
        path: PURCHASE,
        name: "refund-purchase",
        operation: Operation::SettlePurchase,
        run: |request| settle(request, "refund-purchase", "refund_reason").boxed(),
    },
];

/// Finds an account. Its address is in the form alone, so that it is in no log.
async fn find(request: Request) -> Outcome {
    const ACTION: &str = "find-account";
    let mut problems = Vec::new();
    let email = request
        .form
        .read("email", &mut problems, EmailAddress::parse);
    let Some(email) = email else {
        return request.invalid(ACTION, problems);
    };
    let subscriptions = &request.context.services.subscriptions;
    match subscriptions.find(&request.visitor.principal, &email).await {
        Ok(id) => Outcome::to(format!("{MEMBERS}/{id}")),
        Err(ServiceError::NotFound) => Outcome::to(format!("{MEMBERS}?done=unknown")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn grant(request: Request) -> Outcome {
    const ACTION: &str = "grant-level";
    let Some(id) = id::<AccountId>(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let form = &request.form;
    let level = form.read("level", &mut problems, |field, text| {
        let accepted = "gold, platinum".to_owned();
        let problem = || FieldError::new(field, Problem::NotOneOf { accepted });
        text.parse::<SubscriptionLevel>()
            .ok()
            .filter(|level| *level != SubscriptionLevel::Free)
            .ok_or_else(problem)
    });
    let ends_at = form.read("ends_on", &mut problems, last_day);
    let reason = form.read("reason", &mut problems, Reason::parse);
    let (Some(level), Some(ends_at), Some(reason)) = (level, ends_at, reason) else {
        return request.invalid(ACTION, problems);
    };
    let principal = &request.visitor.principal;
    let subscriptions = &request.context.services.subscriptions;
    let granted = subscriptions
        .grant(principal, id, (level, ends_at), &reason, Timestamp::now())
        .await;
    match granted {
        Ok(_) => Outcome::to(format!("{MEMBERS}/{id}?done=saved")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn end(request: Request) -> Outcome {
    const ACTION: &str = "end-level";
    let Some(id) = id::<AccountId>(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let reason = request
        .form
        .read("end_reason", &mut problems, Reason::parse);
    let Some(reason) = reason else {
        return request.invalid(ACTION, problems);
    };
    let principal = &request.visitor.principal;
    let subscriptions = &request.context.services.subscriptions;
    let ended = subscriptions
        .revoke(principal, id, &reason, Timestamp::now())
        .await;
    match ended {
        Ok(()) => Outcome::to(format!("{MEMBERS}/{id}?done=saved")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// What becomes of a purchase, by the action's name; the reason is in `field`.
async fn settle(request: Request, action: &'static str, field: &'static str) -> Outcome {
    let Some(id) = id::<PurchaseId>(&request) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let Some(reason) = request.form.read(field, &mut problems, Reason::parse) else {
        return request.invalid(action, problems);
    };
    let subscriptions = &request.context.services.subscriptions;
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let settled = match action {
        "confirm-invoice" => {
            subscriptions
                .confirm_invoice(principal, id, &reason, now)
                .await
        }
        "cancel-invoice" => {
            subscriptions
                .cancel_invoice(principal, id, &reason, now)
                .await
        }
        _ => subscriptions.refund(principal, id, &reason, now).await,
    };
    match settled {
        Ok(_) => Outcome::to(format!("/account/admin/purchases/{id}?done=saved")),
        // The page offers only what its state allows, so that has changed.
        Err(ServiceError::Invalid(_)) => request.refused(action, RefusedForm::Changed),
        Err(error) => request.failed(action, error.into()),
    }
}

/// The end of a day in Nepal, today at the earliest; without a day there is no end.
fn last_day(field: &str, text: &str) -> Result<Option<Timestamp>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let malformed = || {
        let expected = "YYYY-MM-DD".to_owned();
        FieldError::new(field, Problem::Malformed { expected })
    };
    let day: Date = text.parse().map_err(|_| malformed())?;
    let today = today_in_nepal();
    if day < today {
        let (min, max) = (today.to_string(), "2199-12-31".to_owned());
        return Err(FieldError::new(field, Problem::OutOfRange { min, max }));
    }
    end_of_day_in_nepal(day).map(Some).ok_or_else(malformed)
}

fn id<T: FromStr>(request: &Request) -> Option<T> {
    request.path.rsplit('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::last_day;

    #[test]
    fn a_last_day_is_whole_and_not_over() {
        assert_eq!(last_day("ends_on", " "), Ok(None));
        let end = last_day("ends_on", "2099-12-31")
            .expect("a day")
            .expect("an end");
        assert_eq!(end.to_string(), "2099-12-31T18:14:59Z");
        for bad in ["tomorrow", "2020-01-01", "31/12/2099", "2099-13-01"] {
            assert!(last_day("ends_on", bad).is_err(), "{bad}");
        }
    }
}
