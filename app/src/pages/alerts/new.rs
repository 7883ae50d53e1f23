//! Saving a search.

use super::{AlertFields, Frequencies, SearchLine};
use crate::{
    actions::save_path,
    components::form::{ActionForm, Field},
    locale::use_locale,
    pages::account::{Step, query},
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    account::EmailAddress,
    saved_search::{AlertFrequency, SavedSearch},
    search::SearchQuery,
};
use durbar_messages::{account, saved_search as words};
use enumset::EnumSet;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;

const PATH: &str = "/alerts/new";

/// `/alerts/new` with the search behind it, as on `/homes`.
#[component]
pub fn NewAlertsPage() -> impl IntoView {
    let locale = use_locale();
    if query("done") == "sent" {
        return view! {
            <Step locale path=PATH title=words::sent_title(locale) text=words::sent_text(locale)>
                <p class="step__way"><a href=locale.path("/homes")>{words::to_homes(locale)}</a></p>
            </Step>
        }
        .into_any();
    }
    let address = expect_context::<RequestUrl>();
    let text = address.as_ref().split_once('?').map(|(_, text)| text);
    // What can't be read is left out; the page shows what is saved.
    let (query, _) = SearchQuery::parse(text.unwrap_or_default());
    let query = SavedSearch::normalized(query);
    let is_guest = Visitor::get().account.is_none();
    view! { <NewAlerts locale query is_guest /> }.into_any()
}

#[component]
fn NewAlerts(locale: Locale, query: SearchQuery, is_guest: bool) -> impl IntoView {
    let text = match is_guest {
        true => words::new_text_guest(locale),
        false => words::new_text(locale),
    };
    let search = query.to_query_string();
    let sign_in = is_guest.then(|| {
        let next = form_urlencoded::Serializer::new(String::new())
            .append_pair("next", &save_path(&query))
            .finish();
        let to = locale.path(&format!("/account/sign-in?{next}"));
        view! { <p class="step__way"><a href=to>{words::with_account(locale)}</a></p> }
    });
    view! {
        <Step locale path=PATH title=words::new_title(locale) text>
            <SearchLine locale query=query.clone() />
            <ActionForm locale action="save-search" submit=words::send(locale)>
                <input type="hidden" name="search" value=search.clone() />
                {is_guest.then(|| view! {
                    <Field
                        locale
                        name="email"
                        kind="email"
                        label=account::email(locale)
                        autocomplete="email"
                        maxlength=EmailAddress::MAX
                    />
                })}
                <AlertFields
                    locale
                    offered=Frequencies::Sending
                    frequency=AlertFrequency::default()
                    kinds=EnumSet::all()
                />
            </ActionForm>
            {sign_in}
        </Step>
    }
    .into_any()
}
