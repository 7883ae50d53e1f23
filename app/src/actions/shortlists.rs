//! Shortlists: their making and sharing, their homes, notes and votes.

use super::{Action, Outcome, PageData, Request};
use crate::form::RefusedForm;
use durbar_domain::{
    FieldError, InvitationId, NoteId, PropertyId, ShortlistId,
    error::Problem,
    policy::Operation,
    shortlist::{MemberId, NoteText, Opinion, Right, ShortlistName},
};
use durbar_services::{
    ServiceError,
    shortlists::{InvitationToken, Visitor},
};
use futures::FutureExt as _;
use jiff::Timestamp;
use std::str::FromStr;

const LISTS: &str = "/account/shortlists";
const LIST: &str = "/account/shortlists/{id}";

/// An action of a list's page, which is named like the function that does it.
macro_rules! of_list {
    ($name:literal, $operation:ident, $run:ident) => {
        Action {
            path: LIST,
            name: $name,
            operation: Operation::$operation,
            run: |request| on_list(request, $name, |request, id| $run(request, id).boxed()).boxed(),
        }
    };
}

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: LISTS,
        name: "create-shortlist",
        operation: Operation::CreateShortlist,
        run: |request| create(request).boxed(),
    },
    Action {
        path: LISTS,
        name: "restore-shortlist",
        operation: Operation::EditShortlist,
        run: |request| restore(request).boxed(),
    },
    Action {
        path: "/account/favorites",
        name: "add-to-shortlist",
        operation: Operation::EditShortlist,
        run: |request| add_home(request).boxed(),
    },
    of_list!("rename-shortlist", EditShortlist, rename),
    of_list!("delete-shortlist", EditShortlist, delete),
    of_list!("remove-home", EditShortlist, remove_home),
    of_list!("add-note", CommentOnShortlist, add_note),
    of_list!("delete-note", CommentOnShortlist, delete_note),
    of_list!("vote", CommentOnShortlist, vote),
    of_list!("invite", ShareShortlist, invite),
    of_list!("revoke-invitation", ShareShortlist, revoke),
    of_list!("remove-member", ReadShortlist, remove_member),
    of_list!("join-shortlist", ReadShortlist, join),
];

/// What a use case did, or why it did not.
type Done = Result<Outcome, Failure>;

/// Why a form of a list was not carried out.
enum Failure {
    Invalid(FieldError),
    Service(ServiceError),
    /// A hidden field that no page of ours wrote.
    Broken,
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        Self::Invalid(error)
    }
}

impl Request {
    /// A hidden field.
    fn hidden<T: FromStr>(&self, field: &str) -> Result<T, Failure> {
        self.form.text(field).parse().map_err(|_| Failure::Broken)
    }

    fn told(&self, action: &'static str, done: Done) -> Outcome {
        match done {
            Ok(outcome) => outcome,
            Err(Failure::Invalid(problem)) => self.invalid(action, vec![problem]),
            Err(Failure::Service(error)) => self.failed(action, error.into()),
            Err(Failure::Broken) => self.refused(action, RefusedForm::Changed),
        }
    }
}

/// Runs an action of the list whose page the form stands on.
async fn on_list(
    request: Request,
    action: &'static str,
    run: impl for<'a> FnOnce(&'a Request, ShortlistId) -> futures::future::BoxFuture<'a, Done>,
) -> Outcome {
    let id = request.path.rsplit('/').next().unwrap_or_default().parse();
    let done = match id {
        Ok(id) => run(&request, id).await,
        Err(_) => Err(Failure::Broken),
    };
    request.told(action, done)
}

/// Back to the list.
fn to_list(id: ShortlistId) -> Done {
    Ok(Outcome::to(format!("{LISTS}/{id}")))
}

async fn create(request: Request) -> Outcome {
    let done = async {
        let name = ShortlistName::parse("name", request.form.text("name"))?;
        let account = request.visitor.account.as_ref().ok_or(Failure::Broken)?;
        let shortlists = &request.context.services.shortlists;
        let list = shortlists
            .create(
                &request.visitor.principal,
                name,
                account.name.clone(),
                Timestamp::now(),
            )
            .await?;
        to_list(list.shortlist_id)
    }
    .await;
    request.told("create-shortlist", done)
}

async fn restore(request: Request) -> Outcome {
    let done = async {
        let id = request.hidden("list")?;
        let shortlists = &request.context.services.shortlists;
        shortlists
            .restore(&request.visitor.principal, id, Timestamp::now())
            .await?;
        to_list(id)
    }
    .await;
    request.told("restore-shortlist", done)
}

async fn add_home(request: Request) -> Outcome {
    let done = async {
        let (id, home) = (request.hidden("list")?, request.hidden("listing")?);
        let shortlists = &request.context.services.shortlists;
        let visitor = Visitor::from(&request.visitor.principal);
        shortlists
            .add_home(visitor, id, home, Timestamp::now())
            .await?;
        to_list(id)
    }
    .await;
    request.told("add-to-shortlist", done)
}

async fn rename(request: &Request, id: ShortlistId) -> Done {
    let name = ShortlistName::parse("name", request.form.text("name"))?;
    let version = request.hidden("version")?;
    let shortlists = &request.context.services.shortlists;
    shortlists
        .rename(
            &request.visitor.principal,
            id,
            version,
            name,
            Timestamp::now(),
        )
        .await?;
    to_list(id)
}

async fn delete(request: &Request, id: ShortlistId) -> Done {
    let version = request.hidden("version")?;
    let shortlists = &request.context.services.shortlists;
    shortlists
        .delete(&request.visitor.principal, id, version, Timestamp::now())
        .await?;
    // There it can be brought back.
    Ok(Outcome::to(LISTS))
}

async fn remove_home(request: &Request, id: ShortlistId) -> Done {
    let home: PropertyId = request.hidden("listing")?;
    let shortlists = &request.context.services.shortlists;
    let visitor = Visitor::from(&request.visitor.principal);
    shortlists
        .remove_home(visitor, id, home, Timestamp::now())
        .await?;
    to_list(id)
}

async fn add_note(request: &Request, id: ShortlistId) -> Done {
    let home: PropertyId = request.hidden("listing")?;
    let text = NoteText::parse("note", request.form.text("note"))?;
    let shortlists = &request.context.services.shortlists;
    let visitor = Visitor::from(&request.visitor.principal);
    shortlists
        .add_note(visitor, id, (home, text), Timestamp::now())
        .await?;
    to_list(id)
}

async fn delete_note(request: &Request, id: ShortlistId) -> Done {
    let note: NoteId = request.hidden("note")?;
    let version = request.hidden("version")?;
    let shortlists = &request.context.services.shortlists;
    let visitor = Visitor::from(&request.visitor.principal);
    shortlists
        .delete_note(visitor, id, (note, version), Timestamp::now())
        .await?;
    to_list(id)
}

async fn vote(request: &Request, id: ShortlistId) -> Done {
    let home: PropertyId = request.hidden("listing")?;
    let (version, opinion) = (
        request.hidden("version")?,
        request.hidden::<Opinion>("opinion")?,
    );
    let shortlists = &request.context.services.shortlists;
    let visitor = Visitor::from(&request.visitor.principal);
    shortlists
        .vote(visitor, id, (home, version), opinion, Timestamp::now())
        .await?;
    to_list(id)
}

async fn invite(request: &Request, id: ShortlistId) -> Done {
    let right: Right = request.form.text("right").parse().map_err(|_| {
        let accepted = "view, comment".to_owned();
        FieldError::new("right", Problem::NotOneOf { accepted })
    })?;
    let shortlists = &request.context.services.shortlists;
    let invited = shortlists
        .invite(&request.visitor.principal, id, right, Timestamp::now())
        .await?;
    let path = format!("{LISTS}/{id}?key={}", invited.token.reveal());
    let site = &request.context.settings.site_url;
    let link = format!("{site}{}", request.locale.path(&path));
    Ok(Outcome::Show(PageData::ShortlistLink(link)))
}

async fn revoke(request: &Request, id: ShortlistId) -> Done {
    let invitation: InvitationId = request.hidden("invitation")?;
    let shortlists = &request.context.services.shortlists;
    shortlists
        .revoke(&request.visitor.principal, id, invitation, Timestamp::now())
        .await?;
    to_list(id)
}

async fn remove_member(request: &Request, id: ShortlistId) -> Done {
    let member: MemberId = request.hidden("member")?;
    let me = request.visitor.principal.person().map(|it| it.account_id);
    let shortlists = &request.context.services.shortlists;
    let visitor = Visitor::from(&request.visitor.principal);
    shortlists
        .remove_member(visitor, id, member, Timestamp::now())
        .await?;
    match member.account() == me {
        true => Ok(Outcome::to(LISTS)),
        false => to_list(id),
    }
}

async fn join(request: &Request, id: ShortlistId) -> Done {
    let token: InvitationToken = request.hidden("key")?;
    let account = request.visitor.account.as_ref();
    let account = account.ok_or(ServiceError::Refused(
        durbar_domain::policy::Refusal::SignIn,
    ))?;
    let visitor = Visitor {
        invitation: Some(&token),
        ..Visitor::from(&request.visitor.principal)
    };
    let shortlists = &request.context.services.shortlists;
    shortlists
        .join(visitor, id, account.name.clone(), Timestamp::now())
        .await?;
    to_list(id)
}
