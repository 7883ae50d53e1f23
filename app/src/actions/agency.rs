//! What members do about their agency, and what becomes of its invitations.

use super::{Action, Outcome, Request, id};
use crate::form::RefusedForm;
use durbar_domain::{
    AccountId, BrokerId, FieldError, InvitationId, PropertyId,
    account::EmailAddress,
    agency::{AgencyRole, AgencyRule, OfficeAddress},
    enquiry::PhoneNumber,
    error::Problem,
    policy::Operation,
    text::{Localized, Name},
};
use durbar_services::{
    ServiceError,
    agencies::{AgencyDetails, AgencyLink, Leaving},
};
use futures::FutureExt as _;
use jiff::Timestamp;
use std::{collections::BTreeMap, str::FromStr};
use strum::VariantArray as _;

const AGENCY: &str = "/broker/agency";
const MEMBER: &str = "/broker/agency/members/{id}";
const JOIN: &str = "/broker/agency/join/{link}";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: AGENCY,
        name: "start-agency",
        operation: Operation::StartAgency,
        run: |request| start(request).boxed(),
    },
    Action {
        path: AGENCY,
        name: "describe-agency",
        operation: Operation::ManageAgency,
        run: |request| describe(request).boxed(),
    },
    Action {
        path: AGENCY,
        name: "invite-member",
        operation: Operation::ManageAgency,
        run: |request| invite(request).boxed(),
    },
    Action {
        path: AGENCY,
        name: "revoke-member-invitation",
        operation: Operation::ManageAgency,
        run: |request| revoke(request).boxed(),
    },
    Action {
        path: AGENCY,
        name: "set-member-role",
        operation: Operation::ManageAgency,
        run: |request| set_role(request).boxed(),
    },
    Action {
        path: MEMBER,
        name: "leave-agency",
        operation: Operation::LeaveAgency,
        run: |request| leave(request, "leave-agency").boxed(),
    },
    Action {
        path: MEMBER,
        name: "take-out-member",
        operation: Operation::ManageAgency,
        run: |request| leave(request, "take-out-member").boxed(),
    },
    Action {
        path: JOIN,
        name: "join-agency",
        operation: Operation::JoinAgency,
        run: |request| join(request).boxed(),
    },
];

impl Request {
    /// What to say of a change of an agency that was not made.
    fn agency_failed(&self, action: &'static str, error: ServiceError) -> Outcome {
        let ServiceError::Invalid(problems) = &error else {
            return self.failed(action, error.into());
        };
        let mut rules = problems
            .iter()
            .filter_map(|it| it.field.parse::<AgencyRule>().ok());
        match rules.next() {
            Some(rule) => self.refused(action, RefusedForm::Agency(rule)),
            None => self.refused(action, RefusedForm::Changed),
        }
    }

    fn agency_version(&self) -> Option<u64> {
        self.form.text("version").parse().ok()
    }
}

async fn start(request: Request) -> Outcome {
    const ACTION: &str = "start-agency";
    let mut problems = Vec::new();
    let Some(details) = details(&request, &mut problems) else {
        return request.invalid(ACTION, problems);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    match agencies.start(principal, details, Timestamp::now()).await {
        Ok(_) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

async fn describe(request: Request) -> Outcome {
    const ACTION: &str = "describe-agency";
    let mut problems = Vec::new();
    let Some(details) = details(&request, &mut problems) else {
        return request.invalid(ACTION, problems);
    };
    let Some(version) = request.agency_version() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    let now = Timestamp::now();
    match agencies.describe(principal, version, details, now).await {
        Ok(_) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

fn details(request: &Request, problems: &mut Vec<FieldError>) -> Option<AgencyDetails> {
    let form = &request.form;
    let en = form.read("name_en", problems, Name::parse);
    let ne = form.read("name_ne", problems, Name::parse);
    let address = form.read("office", problems, OfficeAddress::parse);
    let phone = form.read("phone", problems, PhoneNumber::parse);
    Some(AgencyDetails {
        name: Localized { en: en?, ne: ne? },
        address: address?,
        phone: phone?,
    })
}

async fn invite(request: Request) -> Outcome {
    const ACTION: &str = "invite-member";
    let mut problems = Vec::new();
    let email = request
        .form
        .read("email", &mut problems, EmailAddress::parse);
    let role = request.form.read("role", &mut problems, role);
    let (Some(email), Some(role)) = (email, role) else {
        return request.invalid(ACTION, problems);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    let now = Timestamp::now();
    match agencies.invite(principal, (email, role), now).await {
        Ok(_) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

async fn revoke(request: Request) -> Outcome {
    const ACTION: &str = "revoke-member-invitation";
    let Ok(invitation) = request.form.text("invitation").parse::<InvitationId>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    match agencies.revoke(principal, invitation).await {
        Ok(()) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

async fn set_role(request: Request) -> Outcome {
    const ACTION: &str = "set-member-role";
    let member = request.form.text("member").parse::<AccountId>();
    let role = role("role", request.form.text("role"));
    let (Ok(member), Ok(role), Some(version)) = (member, role, request.agency_version()) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    let now = Timestamp::now();
    let changed = agencies.set_role(principal, version, (member, role), now);
    match changed.await {
        Ok(_) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

async fn leave(request: Request, action: &'static str) -> Outcome {
    let (Some(account_id), Some(version)) = (id::<AccountId>(&request), request.agency_version())
    else {
        return request.refused(action, RefusedForm::Changed);
    };
    let Some((to, homes)) = successors(&request) else {
        return request.refused(action, RefusedForm::Agency(AgencyRule::Successor));
    };
    let leaving = Leaving {
        account_id,
        version,
        to,
        homes,
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    let own = principal.person().map(|person| person.account_id) == Some(account_id);
    match agencies.leave(principal, leaving, Timestamp::now()).await {
        // Whoever left sees the page on which one starts or joins one.
        Ok(()) if own => Outcome::to("/account?done=saved"),
        Ok(()) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(action, error),
    }
}

/// Who takes over the rest, and who single homes; `None` for what the page didn't offer.
fn successors(request: &Request) -> Option<(Option<BrokerId>, BTreeMap<PropertyId, BrokerId>)> {
    let to = optional(request.form.text("to"))?;
    let mut homes = BTreeMap::new();
    for (home, broker) in request.form.starting("home.") {
        if let Some(broker) = optional::<BrokerId>(broker)? {
            homes.insert(home.parse().ok()?, broker);
        }
    }
    Some((to, homes))
}

/// What a choice that may be left open says; `None` for anything else.
fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    match text {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

async fn join(request: Request) -> Outcome {
    const ACTION: &str = "join-agency";
    let link = request.path.rsplit('/').next().unwrap_or_default();
    let Ok(link) = link.parse::<AgencyLink>() else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let agencies = &request.context.services.agencies;
    let principal = &request.visitor.principal;
    match agencies.join(principal, &link, Timestamp::now()).await {
        Ok(_) => Outcome::to(format!("{AGENCY}?done=saved")),
        Err(error) => request.agency_failed(ACTION, error),
    }
}

fn role(field: &str, text: &str) -> Result<AgencyRole, FieldError> {
    text.parse().map_err(|_| {
        let keys: Vec<_> = AgencyRole::VARIANTS.iter().map(|it| it.key()).collect();
        let accepted = keys.join(", ");
        FieldError::new(field, Problem::NotOneOf { accepted })
    })
}
