//! Signing up and in.

use super::{
    Step, query,
    social::{SocialRefused, SocialWays},
};
use crate::{
    components::form::{ActionForm, Field, PasswordField},
    form::FormState,
    locale::use_locale,
};
use durbar_domain::account::EmailAddress;
use durbar_messages::account as words;
use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {
    let locale = use_locale();
    let next = query("next");
    view! {
        <Step locale path="/account/sign-in" title=words::sign_in(locale)>
            <SocialRefused locale />
            <ActionForm locale action="sign-in" submit=words::sign_in(locale)>
                <input type="hidden" name="next" value=next.clone() />
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    autocomplete="username"
                    maxlength=EmailAddress::MAX
                />
                <PasswordField
                    locale
                    name="password"
                    label=words::password(locale)
                    autocomplete="current-password"
                />
            </ActionForm>
            <SocialWays locale />
            <p class="step__way">
                <a href=locale.path("/account/forgot")>{words::forgot(locale)}</a>
            </p>
            <p class="step__way">
                {words::no_account(locale)} " "
                <a href=locale.path("/account/sign-up")>{words::sign_up(locale)}</a>
            </p>
        </Step>
    }
}

#[component]
pub fn SignUpPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Step
            locale
            path="/account/sign-up"
            title=words::sign_up(locale)
            text=words::sign_up_text(locale)
        >
            <ActionForm locale action="sign-up" submit=words::sign_up(locale)>
                <Field
                    locale
                    name="name"
                    label=words::name(locale)
                    autocomplete="name"
                    maxlength=120
                />
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    autocomplete="username"
                    maxlength=EmailAddress::MAX
                />
                <PasswordField
                    locale
                    name="password"
                    label=words::password(locale)
                    autocomplete="new-password"
                    help=words::password_help(locale)
                />
            </ActionForm>
            <p class="step__way">
                {words::have_account(locale)} " "
                <a href=locale.path("/account/sign-in")>{words::sign_in(locale)}</a>
            </p>
        </Step>
    }
}

/// The code from the mail, with the password that was chosen: it shows that the one who
/// reads the mail is the one who signed up.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let locale = use_locale();
    let (email, code) = (query("email"), query("code"));
    let again = email.clone();
    view! {
        <Step
            locale
            path="/account/confirm"
            title=words::confirm_title(locale)
            text=words::confirm_text(locale)
        >
            <ActionForm locale action="confirm" submit=words::confirm(locale)>
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    autocomplete="username"
                    value=email.clone()
                    maxlength=EmailAddress::MAX
                />
                <Field
                    locale
                    name="code"
                    label=words::code(locale)
                    autocomplete="one-time-code"
                    value=code.clone()
                    maxlength=100
                />
                <PasswordField
                    locale
                    name="password"
                    label=words::password(locale)
                    autocomplete="current-password"
                />
            </ActionForm>
            <ActionForm locale action="resend" submit=words::resend(locale) quiet=true>
                <input type="hidden" name="email" value=resend_to(&again) />
            </ActionForm>
        </Step>
    }
}

/// The address as it was last given to any form of the page.
fn resend_to(email: &str) -> String {
    let typed = FormState::of("confirm").value("email");
    if typed.is_empty() {
        email.to_owned()
    } else {
        typed
    }
}

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let locale = use_locale();
    let next = query("next");
    view! {
        <Step
            locale
            path="/account/second-factor"
            title=words::second_factor_title(locale)
            text=words::second_factor_text(locale)
        >
            <ActionForm locale action="second-factor" submit=words::go_on(locale)>
                <input type="hidden" name="next" value=next.clone() />
                <Field
                    locale
                    name="code"
                    label=words::code(locale)
                    autocomplete="one-time-code"
                    maxlength=40
                />
            </ActionForm>
            <p class="step__way">
                <a href=locale.path("/account/sign-in")>{words::sign_in(locale)}</a>
            </p>
        </Step>
    }
}
