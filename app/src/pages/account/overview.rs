//! Profile and membership.

use super::{AccountPage, membership::span_words, require_account};
use crate::{
    components::form::{ActionForm, ButtonForm, Field, SelectField},
    locale::use_locale,
};
use durbar_domain::{
    Locale,
    account::{Account, SubscriptionLevel},
};
use durbar_messages::{Label, account as words};
use jiff::Timestamp;
use leptos::prelude::*;

#[component]
pub fn OverviewPage() -> impl IntoView {
    let locale = use_locale();
    match require_account(locale) {
        None => ().into_any(),
        Some(account) => view! { <Overview locale account /> }.into_any(),
    }
}

#[component]
fn Overview(locale: Locale, account: Account) -> impl IntoView {
    let languages = [(Locale::En, "English"), (Locale::Ne, "नेपाली")]
        .map(|(locale, name)| (locale.code().to_owned(), name.to_owned()))
        .to_vec();
    let (name, version) = (
        account.name.as_str().to_owned(),
        account.version.to_string(),
    );
    let language = account.locale.code();
    view! {
        <AccountPage locale path="/account" title=words::title(locale)>
            <dl class="facts account__facts">
                <div class="facts__row">
                    <dt>{words::email(locale)}</dt>
                    <dd>{account.email.to_string()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{words::membership(locale)}</dt>
                    <dd>
                        {membership(locale, &account)} " "
                        <a href=locale.path("/account/membership")>{words::membership_see(locale)}</a>
                    </dd>
                </div>
            </dl>
            <ActionForm locale action="profile" submit=words::save(locale)>
                <input type="hidden" name="version" value=version.clone() />
                <Field
                    locale
                    name="name"
                    label=words::name(locale)
                    autocomplete="name"
                    value=name.clone()
                    maxlength=120
                />
                <SelectField
                    locale
                    name="language"
                    label=words::language(locale)
                    options=languages.clone()
                    value=language
                />
            </ActionForm>
            <ButtonForm action="sign-out" submit=words::sign_out(locale).to_owned() />
        </AccountPage>
    }
    .into_any()
}

fn membership(locale: Locale, account: &Account) -> String {
    let mut spans = account.subscription_spans_at(Timestamp::now());
    match spans.next() {
        Some(span) => span_words(locale, span),
        None => SubscriptionLevel::Free.label(locale).to_owned(),
    }
}
