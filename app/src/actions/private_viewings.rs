//! What brokers do about homes that are shown to invited people.

use super::{Action, Outcome, Request};
use crate::form::RefusedForm;
use durbar_domain::{
    InvitationId, PropertyId, account::EmailAddress, policy::Operation, private_viewing::OptOut,
    text::Name,
};
use durbar_services::{ServiceError, private_viewings::Guest, today_in_nepal};
use futures::FutureExt as _;
use jiff::Timestamp;

/// The page of a home's invitations, as the server has it.
const PAGE: &str = "/broker/listings/{id}/private";
const INVITE: &str = "invite-privately";
const REVOKE: &str = "revoke-private-invitation";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: PAGE,
        name: INVITE,
        operation: Operation::EditListing,
        run: |request| invite(request).boxed(),
    },
    Action {
        path: PAGE,
        name: REVOKE,
        operation: Operation::EditListing,
        run: |request| revoke(request).boxed(),
    },
];

/// The home that the page is about.
fn home(request: &Request) -> Option<PropertyId> {
    request.path.rsplit('/').nth(1)?.parse().ok()
}

fn done(home: PropertyId) -> Outcome {
    Outcome::to(format!("/broker/listings/{home}/private?done=saved"))
}

async fn invite(request: Request) -> Outcome {
    let Some(home) = home(&request) else {
        return request.refused(INVITE, RefusedForm::Changed);
    };
    let (form, mut problems) = (&request.form, Vec::new());
    let name = form.read("name", &mut problems, Name::parse);
    let email = form.read("email", &mut problems, EmailAddress::parse);
    let owner = form.read("owner", &mut problems, Name::parse);
    let signed_on = form.date("signed_on", &mut problems);
    let opt_out = owner.zip(signed_on).and_then(|(owner, signed_on)| {
        OptOut::new(owner, signed_on, today_in_nepal())
            .map_err(|problem| problems.push(problem))
            .ok()
    });
    let (Some(name), Some(email), Some(opt_out)) = (name, email, opt_out) else {
        return request.invalid(INVITE, problems);
    };
    let invited = (Guest { name, email }, opt_out);
    let viewings = &request.context.services.private_viewings;
    let principal = &request.visitor.principal;
    match viewings
        .invite(principal, home, invited, Timestamp::now())
        .await
    {
        Ok(_) => done(home),
        Err(ServiceError::Invalid(problems)) => request.invalid(INVITE, problems),
        Err(error) => request.failed(INVITE, error.into()),
    }
}

async fn revoke(request: Request) -> Outcome {
    let invitation = request.form.text("invitation").parse::<InvitationId>().ok();
    let (Some(home), Some(invitation)) = (home(&request), invitation) else {
        return request.refused(REVOKE, RefusedForm::Changed);
    };
    let viewings = &request.context.services.private_viewings;
    let (principal, now) = (&request.visitor.principal, Timestamp::now());
    match viewings.revoke(principal, home, invitation, now).await {
        Ok(()) => done(home),
        Err(error) => request.failed(REVOKE, error.into()),
    }
}
