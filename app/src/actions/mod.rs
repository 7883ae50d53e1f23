//! What the forms of private pages do. A form posts to its own page and names its action; the
//! page comes back with what was refused, or the visitor is sent on.

mod account;
mod administration;
mod agency;
mod alerts;
mod calendar;
mod desk;
mod documents;
mod enquiries;
mod events;
mod favorites;
mod features;
mod files;
mod imports;
mod licences;
mod media;
mod membership;
mod people;
mod private_viewings;
mod saved_searches;
mod shortlists;
mod sign_in;

pub use alerts::{kind_field, save_path};
pub use enquiries::slot_value;
pub use features::role_field;
pub use files::{FileForm, file_form};
pub use imports::IMPORTS;
pub use licences::OWN as OWN_LICENCE;
pub use membership::plan_value;
pub use people::NEW_BROKER;

use crate::{
    context::AppContext,
    form::{Form, FormState, RefusedForm},
    visitor::Visitor,
};
use durbar_domain::{
    FieldError, Locale, ShortlistId, policy::Operation, saved_search::SavedSearch,
};
use durbar_services::{
    accounts::{AccessToken, AccountError, Device, Enrolment, RecoveryCode, RefreshToken, Tokens},
    shortlists::GuestToken,
};
use futures::future::BoxFuture;
use std::{collections::BTreeMap, net::IpAddr};

/// A form's action.
pub struct Action {
    /// Path of its page, in the router's syntax, without language prefix.
    pub path: &'static str,
    /// What the hidden field `action` says.
    pub name: &'static str,
    /// What it asks the policy for.
    pub operation: Operation,
    run: fn(Request) -> BoxFuture<'static, Outcome>,
}

/// A form that was sent.
pub struct Request {
    pub context: AppContext,
    pub visitor: Visitor,
    pub locale: Locale,
    /// Path of the page without language prefix.
    pub path: String,
    pub form: Form,
    pub client: Client,
    pub session: Session,
}

/// The tokens a visitor came with, or got on the way here.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub access: Option<AccessToken>,
    pub refresh: Option<RefreshToken>,
    /// Of the lists that they joined without an account.
    pub list_guests: BTreeMap<ShortlistId, GuestToken>,
}

/// What a page shows once, as the answer to its form; it stands in the page's context.
#[derive(Debug, Clone)]
pub enum PageData {
    Enrolment(Enrolment),
    RecoveryCodes(Vec<RecoveryCode>),
    /// Address of a new link to a list.
    ShortlistLink(String),
    /// The new secret address of a calendar.
    CalendarFeed(String),
    /// Alerts that were just confirmed.
    AlertsBegun(Box<SavedSearch>),
    /// Searches whose mails were just ended; none when they had been before.
    AlertsEnded(Vec<SavedSearch>),
    /// What was kept of an address without an account has been erased.
    AddressErased,
}

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: IpAddr,
    /// As the browser calls itself, at most 200 characters.
    pub user_agent: String,
}

/// What came of a form.
pub enum Outcome {
    /// Done: on to `to`, a path without language prefix, with its query.
    Done { to: String, session: SessionChange },
    /// Done; the page shows what came of it.
    Show {
        data: PageData,
        session: SessionChange,
    },
    /// Not done; the page is shown again.
    Refused(FormState),
}

/// What becomes of the visitor's session.
pub enum SessionChange {
    Keep,
    Start(Tokens),
    /// The password was right; the second factor is asked for next.
    Challenge(String),
    /// They joined a list without an account: the browser keeps what proves it.
    ListGuest(ShortlistId, GuestToken),
    End,
}

impl Outcome {
    /// Done, with the session as it was; the page shows what came of it.
    pub fn show(data: PageData) -> Self {
        Self::Show {
            data,
            session: SessionChange::Keep,
        }
    }

    /// Done, with the session as it was.
    pub fn to(path: impl Into<String>) -> Self {
        Self::Done {
            to: path.into(),
            session: SessionChange::Keep,
        }
    }
}

impl Client {
    /// The browser as it calls itself.
    pub fn device(&self) -> Device {
        Device::new(&device_words(&self.user_agent))
    }
}

impl Request {
    /// See [`Client::device`].
    fn device(&self) -> Device {
        self.client.device()
    }

    /// What to say of a use case that failed.
    fn failed(&self, action: &'static str, error: AccountError) -> Outcome {
        let refused = RefusedForm::from(&error);
        if refused == RefusedForm::Unavailable {
            tracing::error!(action, error = %crate::error::chain(&error), "a form could not be carried out");
        }
        self.refused(action, refused)
    }

    fn invalid(&self, action: &'static str, problems: Vec<FieldError>) -> Outcome {
        Outcome::Refused(FormState::invalid(action, &self.form, problems))
    }

    fn refused(&self, action: &'static str, refused: RefusedForm) -> Outcome {
        Outcome::Refused(FormState::refused(action, &self.form, refused))
    }
}

impl Action {
    /// Every action there is.
    pub fn all() -> impl Iterator<Item = &'static Action> {
        sign_in::ACTIONS
            .iter()
            .chain(account::ACTIONS)
            .chain(favorites::ACTIONS)
            .chain(enquiries::ACTIONS)
            .chain(media::ACTIONS)
            .chain(shortlists::ACTIONS)
            .chain(membership::ACTIONS)
            .chain(administration::ACTIONS)
            .chain(licences::ACTIONS)
            .chain(documents::ACTIONS)
            .chain(private_viewings::ACTIONS)
            .chain(events::ACTIONS)
            .chain(features::ACTIONS)
            .chain(imports::ACTIONS)
            .chain(people::ACTIONS)
            .chain(agency::ACTIONS)
            .chain(calendar::ACTIONS)
            .chain(alerts::ACTIONS)
            .chain(saved_searches::ACTIONS)
            .chain(desk::actions())
    }

    /// The action of this name on the page of this pattern.
    pub fn find(path: &str, name: &str) -> Option<&'static Action> {
        Self::all().find(|action| action.path == path && action.name == name)
    }

    /// Whether an action of this name is switched off for the visitor of the page under way.
    pub fn is_switched_off(name: &str) -> bool {
        let Some(action) = Self::all().find(|action| action.name == name) else {
            return false;
        };
        let features = AppContext::get().services.features;
        !features.allow(action.operation, &Visitor::get().principal)
    }

    /// Runs the action.
    pub fn run(&self, request: Request) -> BoxFuture<'static, Outcome> {
        (self.run)(request)
    }
}

/// A path on this site to go on to, as a form or an address names it; the account where it
/// names none, or another site.
pub fn after(next: &str) -> String {
    let (page, _) = next.split_once('?').unwrap_or((next, ""));
    let is_here = page.starts_with('/')
        && !page.contains("//")
        && !next.contains(['\\', '#'])
        && !next.chars().any(|c| c.is_control() || c.is_whitespace());
    let (_, path) = Locale::from_path(next);
    match is_here {
        true => path.to_owned(),
        false => "/account".to_owned(),
    }
}

/// The identifier that the page's address ends with.
fn id<T: std::str::FromStr>(request: &Request) -> Option<T> {
    request.path.rsplit('/').next()?.parse().ok()
}

/// A name and its value in an address.
fn pair(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish()
}

/// A browser and its system in a few words; not worth a library's table of every browser.
fn device_words(user_agent: &str) -> String {
    let known = |names: &[(&'static str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let browser = known(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => user_agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{after, device_words};

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in [
            "",
            "https://elsewhere.example/",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "/ne//elsewhere.example",
            "javascript:alert(1)",
            "/a\nb",
            "/a b",
        ] {
            assert_eq!(after(elsewhere), "/account", "{elsewhere:?}");
        }
        assert_eq!(after("/homes?beds=4"), "/homes?beds=4");
        assert_eq!(after("/ne/homes"), "/homes");
    }

    #[test]
    fn a_device_is_told_in_two_words() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36";
        assert_eq!(device_words(chrome), "Chrome, Linux");
        assert_eq!(device_words("curl/8.5.0"), "curl/8.5.0");
    }
}
