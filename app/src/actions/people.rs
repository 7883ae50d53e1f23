//! What admins do about other people's accounts: roles, letting in, brokers' profiles.

use super::{Action, Outcome, Request, id, licences};
use crate::form::RefusedForm;
use durbar_domain::{
    AccountId, BrokerId, FieldError,
    account::{EmailAddress, Role},
    audit::Reason,
    broker::LicenseNumber,
    enquiry::PhoneNumber,
    error::Problem,
    policy::Operation,
    text::{Localized, Name, Story},
};
use durbar_services::{ServiceError, accounts::AccountError, brokers::NewBroker};
use futures::FutureExt as _;
use jiff::Timestamp;
use strum::VariantArray as _;

const MEMBER: &str = "/account/admin/members/{id}";
const MEMBERS: &str = "/account/admin/members";
/// The page of a new broker's profile.
pub const NEW_BROKER: &str = "/account/admin/brokers/new";

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: MEMBER,
        name: "assign-role",
        operation: Operation::AssignRole,
        run: |request| assign(request).boxed(),
    },
    Action {
        path: MEMBER,
        name: "disable-account",
        operation: Operation::DisableAccount,
        run: |request| let_in(request, "disable-account", "disable_reason").boxed(),
    },
    Action {
        path: MEMBER,
        name: "enable-account",
        operation: Operation::DisableAccount,
        run: |request| let_in(request, "enable-account", "enable_reason").boxed(),
    },
    Action {
        path: NEW_BROKER,
        name: "create-broker",
        operation: Operation::AssignRole,
        run: |request| create(request).boxed(),
    },
];

async fn assign(request: Request) -> Outcome {
    const ACTION: &str = "assign-role";
    let (Some(account), Some(version)) = (id::<AccountId>(&request), version(&request)) else {
        return request.refused(ACTION, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let form = &request.form;
    let role = form.read("role", &mut problems, role);
    let broker = form.read("broker_id", &mut problems, broker);
    let reason = form.read("role_reason", &mut problems, Reason::parse);
    let (Some(role), Some(broker), Some(reason)) = (role, broker, reason) else {
        return request.invalid(ACTION, problems);
    };
    let principal = &request.visitor.principal;
    let accounts = &request.context.services.accounts;
    let assigned = accounts
        .set_role(principal, account, version, (role, broker), &reason)
        .await;
    match assigned {
        Ok(_) => Outcome::to(format!("{MEMBERS}/{account}?done=saved")),
        Err(AccountError::Service(ServiceError::Invalid(problems))) => {
            request.invalid(ACTION, problems)
        }
        Err(error) => request.failed(ACTION, error),
    }
}

/// Disables or enables, by the action's name; the reason is in `field`.
async fn let_in(request: Request, action: &'static str, field: &'static str) -> Outcome {
    let (Some(account), Some(version)) = (id::<AccountId>(&request), version(&request)) else {
        return request.refused(action, RefusedForm::Changed);
    };
    let mut problems = Vec::new();
    let Some(reason) = request.form.read(field, &mut problems, Reason::parse) else {
        return request.invalid(action, problems);
    };
    let principal = &request.visitor.principal;
    let accounts = &request.context.services.accounts;
    let done = match action {
        "disable-account" => accounts.disable(principal, account, version, &reason).await,
        _ => accounts.enable(principal, account, version, &reason).await,
    };
    match done {
        Ok(_) => Outcome::to(format!("{MEMBERS}/{account}?done=saved")),
        Err(error) => request.failed(action, error),
    }
}

async fn create(request: Request) -> Outcome {
    const ACTION: &str = "create-broker";
    let mut problems = Vec::new();
    let Some(new) = new_broker(&request, &mut problems) else {
        return request.invalid(ACTION, problems);
    };
    let principal = &request.visitor.principal;
    let brokers = &request.context.services.brokers;
    match brokers.create(principal, new, Timestamp::now()).await {
        Ok(broker) => Outcome::to(broker.path()),
        Err(error) => request.failed(ACTION, error.into()),
    }
}

fn new_broker(request: &Request, problems: &mut Vec<FieldError>) -> Option<NewBroker> {
    let form = &request.form;
    let name_en = form.read("name_en", problems, Name::parse);
    let name_ne = form.read("name_ne", problems, Name::parse);
    let agency_en = form.read("agency_en", problems, Name::parse);
    let agency_ne = form.read("agency_ne", problems, Name::parse);
    let phone = form.read("phone", problems, PhoneNumber::parse);
    let email = form.read("email", problems, EmailAddress::parse);
    let since_year = form.number("since_year", 1950..=2100, problems);
    let number = form.read("number", problems, LicenseNumber::parse);
    let tier = form.read("tier", problems, licences::tier);
    let expires = form.read("expires", problems, licences::day);
    let biography_en = form.read("biography_en", problems, Story::parse);
    let biography_ne = form.read("biography_ne", problems, Story::parse);
    Some(NewBroker {
        name: both(name_en, name_ne)?,
        agency: both(agency_en, agency_ne)?,
        biography: both(biography_en, biography_ne)?,
        phone: phone?,
        email: email?,
        since_year: u16::try_from(since_year?).ok()?,
        number: number?,
        tier: tier?,
        expires: expires?,
    })
}

fn both<T>(en: Option<T>, ne: Option<T>) -> Option<Localized<T>> {
    Some(Localized { en: en?, ne: ne? })
}

fn version(request: &Request) -> Option<u64> {
    request.form.text("version").parse().ok()
}

fn role(field: &str, text: &str) -> Result<Role, FieldError> {
    text.parse().map_err(|_| {
        let accepted: Vec<_> = Role::VARIANTS.iter().map(|it| it.key()).collect();
        let accepted = accepted.join(", ");
        FieldError::new(field, Problem::NotOneOf { accepted })
    })
}

/// A broker, or none where nothing is chosen.
fn broker(field: &str, text: &str) -> Result<Option<BrokerId>, FieldError> {
    match text {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| {
            let expected = "brk_…".to_owned();
            FieldError::new(field, Problem::Malformed { expected })
        }),
    }
}
