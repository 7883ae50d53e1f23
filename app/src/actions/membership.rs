//! Buying a level, asking again whether it is paid, breaking an invoice off.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{
    PurchaseId,
    account::SubscriptionLevel,
    policy::Operation,
    purchase::{PaymentMethod, SubscriptionPeriod},
};
use durbar_services::{ServiceError, accounts::AccountError, subscriptions::purchase_path};
use futures::FutureExt as _;
use jiff::Timestamp;

const PURCHASE: &str = "/account/membership/purchases/{id}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: "/account/membership",
        name: "buy",
        operation: Operation::BuySubscription,
        run: |request| buy(request).boxed(),
    },
    Action {
        path: PURCHASE,
        name: "check-payment",
        operation: Operation::BuySubscription,
        run: |request| check(request).boxed(),
    },
    Action {
        path: PURCHASE,
        name: "cancel-invoice",
        operation: Operation::BuySubscription,
        run: |request| cancel(request).boxed(),
    },
];

/// A level and a period as the form names them, as in `gold-month`.
pub fn plan_value(level: SubscriptionLevel, period: SubscriptionPeriod) -> String {
    format!("{}-{}", level.key(), period.key())
}

fn plan(text: &str) -> Option<(SubscriptionLevel, SubscriptionPeriod)> {
    let (level, period) = text.split_once('-')?;
    Some((level.parse().ok()?, period.parse().ok()?))
}

async fn buy(request: Request) -> Outcome {
    let plan = plan(request.form.text("plan"));
    let method = request.form.text("method").parse::<PaymentMethod>().ok();
    let (Some((level, period)), Some(method)) = (plan, method) else {
        return request.refused("buy", RefusedForm::Changed);
    };
    let started = request
        .context
        .services
        .subscriptions
        .start(
            &request.visitor.principal,
            level,
            period,
            method,
            Timestamp::now(),
        )
        .await;
    match started {
        Ok(purchase) => Outcome::to(purchase_path(purchase.purchase_id)),
        // The page offers only what can be bought, so the level or the offer has changed.
        Err(AccountError::Service(ServiceError::Invalid(_))) => {
            request.refused("buy", RefusedForm::Changed)
        }
        Err(error) => request.failed("buy", error),
    }
}

async fn check(request: Request) -> Outcome {
    const ACTION: &str = "check-payment";
    let Some(id) = id(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let subscriptions = &request.context.services.subscriptions;
    let principal = &request.visitor.principal;
    match subscriptions.check(principal, id, Timestamp::now()).await {
        Ok(_) => Outcome::to(purchase_path(id)),
        Err(error) => request.failed(ACTION, error),
    }
}

async fn cancel(request: Request) -> Outcome {
    const ACTION: &str = "cancel-invoice";
    let Some(id) = id(&request) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let subscriptions = &request.context.services.subscriptions;
    let principal = &request.visitor.principal;
    match subscriptions.cancel(principal, id, Timestamp::now()).await {
        Ok(_) => Outcome::to(purchase_path(id)),
        // It was paid meanwhile.
        Err(ServiceError::Invalid(_)) => request.refused(ACTION, RefusedForm::Changed),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

fn id(request: &Request) -> Option<PurchaseId> {
    request.path.rsplit('/').next()?.parse().ok()
}
