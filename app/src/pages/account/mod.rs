//! Pages of people with an account, and those that lead to one. All are private: made for one
//! visitor and kept by nobody.

mod admin;
mod data;
mod early_access;
mod enquiries;
mod favorites;
mod forgot;
mod membership;
mod new_password;
mod overview;
mod premium;
mod restorable;
mod saved_searches;
mod security;
mod shortlists;
mod sign_in;
mod social;

pub use admin::{
    AuditPage, DocumentCheckPage, DocumentsQueuePage, EventsPage, FeaturePage, FeaturesPage,
    ImportPage, ImportsPage, InvoicesPage, LicenceCheckPage, LicencesPage, MemberPage, MembersPage,
    NewBrokerPage, ReviewPage, ReviewQueuePage, SoldPage, StatusPage,
};
pub use data::DataPage;
pub use early_access::{EarlyAccessPage, EarlyHomePage};
pub use enquiries::EnquiriesPage;
pub use favorites::FavoritesPage;
pub use forgot::{ForgotPage, ResetPage};
pub use membership::{MembershipPage, PurchasePage, ReturnedPage};
pub use new_password::NewPasswordPage;
pub use overview::OverviewPage;
pub use premium::PremiumPage;
pub(crate) use restorable::Restorable;
pub use saved_searches::{EditSearchPage, SavedSearchesPage};
pub use security::SecurityPage;
pub use shortlists::{ShortlistPage, ShortlistsPage};
pub use sign_in::{ConfirmPage, SecondFactorPage, SignInPage, SignUpPage};

use crate::{
    actions::OWN_LICENCE,
    components::notice::{Notice, Tone},
    page::PageRecord,
    pages::desk,
    seo::PageHead,
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    account::{Account, Role},
};
use durbar_messages::{
    account as words, admin as admin_words, agency as agency_words, calendar as calendar_words,
    desk as desk_words, early, licence, moderation,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// The visitor's account, or nothing after sending them to sign in.
pub(crate) fn require_account(locale: Locale) -> Option<Account> {
    let account = Visitor::get().account;
    if account.is_none() {
        let location = use_location();
        let address = location.pathname.get_untracked();
        let (_, path) = Locale::from_path(&address);
        let path = match location.search.get_untracked().as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{}", query.trim_start_matches('?')),
        };
        let next = form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &path)
            .finish();
        expect_context::<PageRecord>()
            .redirect(303, locale.path(&format!("/account/sign-in?{next}")));
    }
    account
}

/// A value of the page's address; empty when it isn't there.
pub(crate) fn query(name: &str) -> String {
    use_query_map()
        .read_untracked()
        .get(name)
        .unwrap_or_default()
}

/// A narrow page with one thing to do.
#[component]
pub(super) fn Step(
    locale: Locale,
    path: &'static str,
    title: &'static str,
    #[prop(optional)] text: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <PageHead locale path title description=words::description(locale) noindex=true />
        <section class="step">
            <h1>{title}</h1>
            <Done locale />
            {text.map(|text| view! { <p class="step__text">{text}</p> })}
            {children()}
        </section>
    }
    .into_any()
}

/// A page of the account, with ways to the others.
#[component]
pub(crate) fn AccountPage(
    locale: Locale,
    path: &'static str,
    #[prop(into)] title: String,
    children: Children,
) -> impl IntoView {
    let ways = [
        ("/account", words::profile(locale)),
        ("/account/membership", words::membership(locale)),
        ("/account/favorites", words::favorites(locale)),
        ("/account/shortlists", words::shortlists(locale)),
        ("/account/early-access", early::list_title(locale)),
        ("/account/saved-searches", words::searches(locale)),
        ("/account/enquiries", words::enquiries(locale)),
        ("/account/security", words::security(locale)),
        ("/account/data", words::data(locale)),
    ];
    let is_admin = Visitor::get()
        .account
        .is_some_and(|account| account.role == Role::Admin);
    let principal = Visitor::get().principal;
    let seat = principal.seat();
    let has_desk = principal
        .person()
        .is_some_and(|person| person.broker_id.is_some())
        || seat.is_some_and(|seat| seat.role.relation().is_some());
    let is_broker = Visitor::get()
        .account
        .is_some_and(|account| account.role == Role::Broker);
    let desk = (desk::DESK, desk_words::title(locale));
    let calendar = ("/broker/calendar", calendar_words::title(locale));
    let agency = ("/broker/agency", agency_words::title(locale));
    let licence = (OWN_LICENCE, licence::title(locale));
    let administration = (admin::MEMBERS, admin_words::title(locale));
    let ways: Vec<_> = ways
        .into_iter()
        .chain(has_desk.then_some(desk))
        .chain((has_desk || seat.is_some()).then_some(calendar))
        .chain((is_broker || seat.is_some()).then_some(agency))
        .chain(is_broker.then_some(licence))
        .chain(is_admin.then_some(administration))
        .collect();
    view! {
        <PageHead
            locale
            path
            title=title.clone()
            description=words::description(locale)
            noindex=true
        />
        <div class="account">
            <nav class="account__ways" aria-label=words::title(locale)>
                <ul role="list">
                    {ways
                        .into_iter()
                        .map(|(to, name)| {
                            let here = to == path || (to == admin::MEMBERS && admin::is_of(path));
                            let current = here.then_some("page");
                            view! { <li><a href=locale.path(to) aria-current=current>{name}</a></li> }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <div class="account__body">
                <h1>{title}</h1>
                <Done locale />
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// What the form before has done.
#[component]
fn Done(locale: Locale) -> impl IntoView {
    let text = match query("done").as_str() {
        "saved" => words::saved(locale),
        "password" => words::password_changed(locale),
        "session" => words::session_ended_there(locale),
        "signed-out" => words::signed_out(locale),
        "reset" => words::reset_done(locale),
        "approved" => moderation::approved(locale),
        "decided" => moderation::decided(locale),
        "unknown" => admin_words::unknown(locale),
        "noted-before" => admin_words::noted_before(locale),
        _ => return ().into_any(),
    };
    view! {
        <div role="status">
            <Notice tone=Tone::Calm><p>{text}</p></Notice>
        </div>
    }
    .into_any()
}
