//! A forgotten password.

use super::{Step, query};
use crate::{
    components::form::{ActionForm, Field, PasswordField},
    locale::use_locale,
};
use durbar_domain::account::EmailAddress;
use durbar_messages::account as words;
use leptos::prelude::*;

#[component]
pub fn ForgotPage() -> impl IntoView {
    let locale = use_locale();
    view! {
        <Step
            locale
            path="/account/forgot"
            title=words::forgot_title(locale)
            text=words::forgot_text(locale)
        >
            <ActionForm locale action="forgot" submit=words::send_code(locale)>
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    autocomplete="username"
                    maxlength=EmailAddress::MAX
                />
            </ActionForm>
        </Step>
    }
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let locale = use_locale();
    let (email, code) = (query("email"), query("code"));
    view! {
        <Step
            locale
            path="/account/reset"
            title=words::forgot_title(locale)
            text=words::reset_text(locale)
        >
            <ActionForm locale action="reset" submit=words::reset(locale)>
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
                    name="new_password"
                    label=words::new_password(locale)
                    autocomplete="new-password"
                    help=words::password_help(locale)
                />
            </ActionForm>
        </Step>
    }
}
