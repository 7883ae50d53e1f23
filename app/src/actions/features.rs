//! What admins switch on and off.

use super::{Action, Outcome, Request, id};
use crate::form::RefusedForm;
use durbar_domain::{
    account::Role,
    audit::Reason,
    feature::{Feature, FeatureFlag, Percentage},
    policy::Operation,
};
use durbar_services::ServiceError;
use futures::FutureExt as _;
use jiff::Timestamp;
use strum::VariantArray as _;

const FEATURES: &str = "/account/admin/features";
const FEATURE: &str = "/account/admin/features/{feature}";

pub(super) static ACTIONS: &[Action] = &[Action {
    path: FEATURE,
    name: "set-feature",
    operation: Operation::SetFeatures,
    run: |request| set(request).boxed(),
}];

/// The name of the box for a role.
pub fn role_field(role: Role) -> String {
    format!("roles.{}", role.key())
}

async fn set(request: Request) -> Outcome {
    const ACTION: &str = "set-feature";
    let form = &request.form;
    let (feature, version) = (id::<Feature>(&request), form.text("version").parse().ok());
    let (Some(feature), Some(version)) = (feature, version) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let percentage = form.read("percentage", &mut problems, Percentage::parse);
    let reason = form.read("reason", &mut problems, Reason::parse);
    let (Some(percentage), Some(reason)) = (percentage, reason) else {
        return request.invalid(ACTION, problems);
    };
    let ticked = |role: &&Role| !form.text(&role_field(**role)).is_empty();
    let flag = FeatureFlag {
        enabled: !form.text("enabled").is_empty(),
        percentage,
        roles: Role::VARIANTS.iter().filter(ticked).copied().collect(),
    };
    let principal = &request.visitor.principal;
    let features = &request.context.services.features;
    let set = features
        .set(
            principal,
            version,
            (feature, flag),
            &reason,
            Timestamp::now(),
        )
        .await;
    match set {
        Ok(()) => Outcome::to(format!("{FEATURES}?done=saved")),
        Err(ServiceError::Invalid(problems)) => request.invalid(ACTION, problems),
        Err(error) => request.failed(ACTION, error.into()),
    }
}
