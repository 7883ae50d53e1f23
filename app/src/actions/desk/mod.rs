//! What brokers do about their homes and drafts, and admins about what was handed in.

mod drafts;
mod homes;
mod moderation;

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::PropertyId;
use durbar_services::ServiceError;

const DESK: &str = "/broker";
const LISTING: &str = "/broker/listings/{id}";
const STEP: &str = "/broker/listings/{id}/{step}";

/// Every action of the desk and of the review.
pub(super) fn actions() -> impl Iterator<Item = &'static Action> {
    drafts::ACTIONS
        .iter()
        .chain(homes::ACTIONS)
        .chain(moderation::ACTIONS)
}

impl Request {
    /// The listing that the page is about.
    fn listing(&self) -> Option<PropertyId> {
        let behind = self
            .path
            .strip_prefix("/broker/listings/")
            .or_else(|| self.path.strip_prefix("/account/admin/review/"))?;
        behind.split('/').next()?.parse().ok()
    }

    /// The version that the page was made of.
    fn version(&self) -> Option<u64> {
        self.form.text("version").parse().ok()
    }

    /// What to say of a listing that was not changed. Of problems those are told that a field
    /// of the form can answer.
    fn listing_failed(
        &self,
        action: &'static str,
        error: ServiceError,
        fields: &[&str],
    ) -> Outcome {
        match error {
            ServiceError::Invalid(problems)
                if problems
                    .iter()
                    .all(|it| fields.contains(&it.field.as_str())) =>
            {
                self.invalid(action, problems)
            }
            // How the listing stands has changed since its page was made.
            ServiceError::Invalid(_) => self.refused(action, RefusedForm::Changed),
            error => self.failed(action, error.into()),
        }
    }
}
