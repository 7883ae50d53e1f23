//! What admins do about other people's levels and invoices.

use super::{Action, Outcome, Request, id};
use crate::form::RefusedForm;
use durbar_domain::{
    AccountId, FieldError, PurchaseId,
    account::{EmailAddress, LevelSpan, SubscriptionLevel},
    audit::Reason,
    error::Problem,
    policy::Operation,
};
use durbar_services::{ServiceError, end_of_day_in_nepal, subscriptions::Ending, today_in_nepal};
use futures::FutureExt as _;
use jiff::{Timestamp, civil::Date};

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
    let (Some(id), Some(version)) = (id::<AccountId>(&request), version(&request)) else {
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
        .grant(
            principal,
            (id, version),
            LevelSpan { level, ends_at },
            &reason,
            Timestamp::now(),
        )
        .await;
    match granted {
        Ok(()) => Outcome::to(format!("{MEMBERS}/{id}?done=saved")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn end(request: Request) -> Outcome {
    const ACTION: &str = "end-level";
    let (Some(id), Some(version)) = (id::<AccountId>(&request), version(&request)) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let form = &request.form;
    let what = form.read("end_what", &mut problems, |field, text| {
        let accepted = "given, everything".to_owned();
        text.parse::<Ending>()
            .map_err(|_| FieldError::new(field, Problem::NotOneOf { accepted }))
    });
    let reason = form.read("end_reason", &mut problems, Reason::parse);
    let (Some(what), Some(reason)) = (what, reason) else {
        return request.invalid(ACTION, problems);
    };
    let principal = &request.visitor.principal;
    let subscriptions = &request.context.services.subscriptions;
    let ended = subscriptions
        .revoke(principal, (id, version), what, &reason, Timestamp::now())
        .await;
    match ended {
        Ok(is_new) => Outcome::to(format!("{MEMBERS}/{id}?done={}", done(is_new))),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// What becomes of a purchase, by the action's name; the reason is in `field`.
async fn settle(request: Request, action: &'static str, field: &'static str) -> Outcome {
    let (Some(id), Some(version)) = (id::<PurchaseId>(&request), version(&request)) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let sold = (id, version);
    let mut problems = Vec::new();
    let Some(reason) = request.form.read(field, &mut problems, Reason::parse) else {
        return request.invalid(action, problems);
    };
    let subscriptions = &request.context.services.subscriptions;
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let settled = match action {
        "confirm-invoice" => {
            subscriptions
                .confirm_invoice(principal, sold, &reason, now)
                .await
        }
        "cancel-invoice" => {
            subscriptions
                .cancel_invoice(principal, sold, &reason, now)
                .await
        }
        _ => subscriptions.refund(principal, sold, &reason, now).await,
    };
    match settled {
        Ok(noted) => {
            let done = done(noted.is_new);
            Outcome::to(format!("/account/admin/purchases/{id}?done={done}"))
        }
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

/// What the page says of it.
fn done(is_new: bool) -> &'static str {
    if is_new { "saved" } else { "noted-before" }
}

/// The version of what the admin looked at.
fn version(request: &Request) -> Option<u64> {
    request.form.text("version").parse().ok()
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
