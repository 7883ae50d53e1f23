//! A password of one's own, for who came with one that somebody else gave.

use super::{Step, query};
use crate::{
    components::form::{ActionForm, Field, PasswordField},
    locale::use_locale,
};
use durbar_domain::account::EmailAddress;
use durbar_messages::account as words;
use leptos::prelude::*;

#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let locale = use_locale();
    let (email, next) = (query("email"), query("next"));
    view! {
        <Step
            locale
            path="/account/new-password"
            title=words::new_password_title(locale)
            text=words::new_password_text(locale)
        >
            <ActionForm locale action="new-password" submit=words::go_on(locale)>
                <input type="hidden" name="next" value=next.clone() />
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    autocomplete="username"
                    value=email.clone()
                    maxlength=EmailAddress::MAX
                />
                <PasswordField
                    locale
                    name="new_password"
                    label=words::new_password(locale)
                    autocomplete="new-password"
                    help=words::password_help(locale)
                />
            </ActionForm>
            <p class="step__way">
                <a href=locale.path("/account/sign-in")>{words::sign_in(locale)}</a>
            </p>
        </Step>
    }
}
