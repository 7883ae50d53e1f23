//! Shortlists: their making and sharing, their homes, notes and votes. A list has two pages:
//! one of the account, and one for whoever has its link.

mod content;
mod lists;
mod notes;
mod people;

use super::{Action, Outcome, Request, SessionChange};
use crate::form::RefusedForm;
use durbar_domain::{FieldError, PropertyId, ShortlistId, policy::Operation};
use durbar_services::{
    ServiceError, Shortlists,
    shortlists::{GuestToken, ListLink, Visitor},
};
use futures::{FutureExt as _, future::BoxFuture};
use std::{fmt::Display, str::FromStr};

const LISTS: &str = "/account/shortlists";
const LIST: &str = "/account/shortlists/{id}";
const SHARED: &str = "/lists/{link}";

/// An action of a list's page.
macro_rules! of_list {
    ($path:ident, $name:literal, $operation:ident, $run:path) => {
        Action {
            path: $path,
            name: $name,
            operation: Operation::$operation,
            run: |request| on_list(request, $name, |list| $run(list).boxed()).boxed(),
        }
    };
}

pub(super) static ACTIONS: &[Action] = &[
    Action {
        path: LISTS,
        name: "create-shortlist",
        operation: Operation::CreateShortlist,
        run: |request| lists::create(request).boxed(),
    },
    Action {
        path: LISTS,
        name: "restore-shortlist",
        operation: Operation::EditShortlist,
        run: |request| lists::restore(request).boxed(),
    },
    Action {
        path: LISTS,
        name: "add-to-shortlist",
        operation: Operation::EditShortlist,
        run: |request| lists::add_home(request).boxed(),
    },
    Action {
        path: "/account/favorites",
        name: "add-to-shortlist",
        operation: Operation::EditShortlist,
        run: |request| lists::add_home(request).boxed(),
    },
    of_list!(LIST, "rename-shortlist", EditShortlist, lists::rename),
    of_list!(LIST, "delete-shortlist", EditShortlist, lists::delete),
    of_list!(LIST, "remove-home", EditShortlist, content::remove_home),
    of_list!(LIST, "put-back-home", EditShortlist, content::put_back_home),
    of_list!(LIST, "vote", CommentOnShortlist, content::vote),
    of_list!(LIST, "add-note", CommentOnShortlist, notes::add),
    of_list!(LIST, "edit-note", CommentOnShortlist, notes::edit),
    of_list!(LIST, "delete-note", CommentOnShortlist, notes::delete),
    of_list!(LIST, "restore-note", CommentOnShortlist, notes::restore),
    of_list!(LIST, "invite", ShareShortlist, people::invite),
    of_list!(LIST, "revoke-invitation", ShareShortlist, people::revoke),
    of_list!(LIST, "remove-member", ReadShortlist, people::remove),
    of_list!(SHARED, "join-shortlist", ReadShortlist, people::join),
    of_list!(SHARED, "vote", CommentOnShortlist, content::vote),
    of_list!(SHARED, "add-note", CommentOnShortlist, notes::add),
    of_list!(SHARED, "edit-note", CommentOnShortlist, notes::edit),
    of_list!(SHARED, "delete-note", CommentOnShortlist, notes::delete),
    of_list!(SHARED, "restore-note", CommentOnShortlist, notes::restore),
    of_list!(SHARED, "remove-member", ReadShortlist, people::remove),
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

    fn shortlists(&self) -> &Shortlists {
        &self.context.services.shortlists
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

/// The list whose page a form stands on, and the tokens its sender has for it.
struct OnList<'a> {
    request: &'a Request,
    id: ShortlistId,
    link: Option<ListLink>,
    guest: Option<GuestToken>,
}

impl<'a> OnList<'a> {
    fn new(request: &'a Request) -> Option<Self> {
        let last = request.path.rsplit('/').next().unwrap_or_default();
        if !request.path.starts_with("/lists/") {
            return Some(Self {
                request,
                id: last.parse().ok()?,
                link: None,
                guest: None,
            });
        }
        let link: ListLink = last.parse().ok()?;
        Some(Self {
            request,
            id: link.list,
            guest: request.session.list_guests.get(&link.list).cloned(),
            link: Some(link),
        })
    }

    fn visitor(&self) -> Visitor<'_> {
        Visitor {
            principal: &self.request.visitor.principal,
            invitation: self.link.as_ref().map(|link| &link.token),
            guest: self.guest.as_ref(),
        }
    }

    /// Back to the page of the list.
    fn back(&self) -> Done {
        Ok(Outcome::to(self.request.path.clone()))
    }

    /// Back to a home of the list.
    fn back_to(&self, home: PropertyId) -> Done {
        Ok(Outcome::to(format!("{}#{home}", self.request.path)))
    }

    /// Back to the page, which offers to take the removal back.
    fn removed(&self, kind: &str, what: impl Display) -> Done {
        let path = &self.request.path;
        Ok(Outcome::to(format!("{path}?removed={kind}&what={what}")))
    }

    /// To the account's page of the list.
    fn to_own(&self, session: SessionChange) -> Done {
        Ok(Outcome::Done {
            to: format!("{LISTS}/{}", self.id),
            session,
        })
    }
}

/// Runs an action of the list whose page the form stands on.
async fn on_list(
    request: Request,
    action: &'static str,
    run: impl for<'a> FnOnce(&'a OnList<'a>) -> BoxFuture<'a, Done>,
) -> Outcome {
    let done = match OnList::new(&request) {
        Some(list) => run(&list).await,
        None => Err(Failure::Broken),
    };
    request.told(action, done)
}
