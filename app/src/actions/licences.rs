//! What brokers and admins do about licences.

use super::{Action, Outcome, Request, id};
use crate::form::RefusedForm;
use durbar_domain::{
    BrokerId, FieldError, MediaId,
    audit::Reason,
    broker::{LicenseNumber, LicenseTier},
    error::Problem,
    policy::Operation,
};
use durbar_services::{ServiceError, licenses::LicenseForm};
use futures::FutureExt as _;
use jiff::{Timestamp, civil::Date};
use strum::VariantArray as _;

/// The page of a broker's own licence.
pub const OWN: &str = "/broker/licence";
/// The form there that brings papers.
pub(super) const SEND: &str = "send-licence";
const LICENCE: &str = "/account/admin/licences/{id}";
const LICENCES: &str = "/account/admin/licences";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: OWN,
        name: SEND,
        operation: Operation::SendLicense,
        run: |request| send(request).boxed(),
    },
    Action {
        path: LICENCE,
        name: "look-at-paper",
        operation: Operation::VerifyLicense,
        run: |request| look(request).boxed(),
    },
    Action {
        path: LICENCE,
        name: "verify-licence",
        operation: Operation::VerifyLicense,
        run: |request| verify(request).boxed(),
    },
    Action {
        path: LICENCE,
        name: "refuse-licence",
        operation: Operation::VerifyLicense,
        run: |request| refuse(request, "refuse-licence", "refuse_reason").boxed(),
    },
    Action {
        path: LICENCE,
        name: "withdraw-licence",
        operation: Operation::VerifyLicense,
        run: |request| refuse(request, "withdraw-licence", "withdraw_reason").boxed(),
    },
];

async fn send(mut request: Request) -> Outcome {
    let papers = request.form.take_files("papers");
    let mut problems = Vec::new();
    let form = &request.form;
    let number = form.read("number", &mut problems, LicenseNumber::parse);
    let tier = form.read("tier", &mut problems, tier);
    let expires = form.read("expires", &mut problems, day);
    let (Some(number), Some(tier), Some(expires)) = (number, tier, expires) else {
        return request.invalid(SEND, problems);
    };
    let licence = LicenseForm {
        number,
        tier,
        expires,
    };
    let papers = papers.into_iter().map(|paper| paper.bytes).collect();
    let principal = &request.visitor.principal;
    let licences = &request.context.services.licenses;
    match licences
        .send(principal, licence, papers, Timestamp::now())
        .await
    {
        Ok(_) => Outcome::to(format!("{OWN}?done=saved")),
        Err(ServiceError::Invalid(problems)) => request.invalid(SEND, problems),
        Err(error) => request.failed(SEND, error.into()),
    }
}

/// On to the paper, by a link for a minute.
async fn look(request: Request) -> Outcome {
    const ACTION: &str = "look-at-paper";
    let paper = request.form.text("paper").parse::<MediaId>().ok();
    let (Some(broker), Some(paper)) = (id::<BrokerId>(&request), paper) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let principal = &request.visitor.principal;
    let licences = &request.context.services.licenses;
    match licences
        .look(principal, broker, paper, Timestamp::now())
        .await
    {
        Ok(token) => Outcome::to(format!("/account/admin/papers/{}", token.reveal())),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

async fn verify(request: Request) -> Outcome {
    const ACTION: &str = "verify-licence";
    let (Some(broker), Some(version)) = (id::<BrokerId>(&request), version(&request)) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let principal = &request.visitor.principal;
    let licences = &request.context.services.licenses;
    match licences
        .verify(principal, broker, version, Timestamp::now())
        .await
    {
        Ok(()) => Outcome::to(format!("{LICENCES}/{broker}?done=saved")),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

/// Refuses or withdraws, by the action's name; the reason is in `field`.
async fn refuse(request: Request, action: &'static str, field: &'static str) -> Outcome {
    let (Some(broker), Some(version)) = (id::<BrokerId>(&request), version(&request)) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let Some(reason) = request.form.read(field, &mut problems, Reason::parse) else {
        return request.invalid(action, problems);
    };
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    let licences = &request.context.services.licenses;
    let done = match action {
        "refuse-licence" => {
            licences
                .refuse(principal, broker, version, &reason, now)
                .await
        }
        _ => {
            licences
                .withdraw(principal, broker, version, &reason, now)
                .await
        }
    };
    match done {
        Ok(()) => Outcome::to(format!("{LICENCES}/{broker}?done=saved")),
        Err(error) => request.failed(action, error.into()),
    }
}

fn version(request: &Request) -> Option<u64> {
    request.form.text("version").parse().ok()
}

pub(super) fn tier(field: &str, text: &str) -> Result<LicenseTier, FieldError> {
    text.parse().map_err(|_| {
        let accepted: Vec<_> = LicenseTier::VARIANTS.iter().map(|it| it.key()).collect();
        let accepted = accepted.join(", ");
        FieldError::new(field, Problem::NotOneOf { accepted })
    })
}

pub(super) fn day(field: &str, text: &str) -> Result<Date, FieldError> {
    let expected = "YYYY-MM-DD".to_owned();
    let malformed = |_| FieldError::new(field, Problem::Malformed { expected });
    text.trim().parse().map_err(malformed)
}
