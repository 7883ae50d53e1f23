//! What is kept of a person: to download, and to erase.

use super::{AccountPage, require_account};
use crate::{
    components::{
        form::{ActionForm, ButtonForm, Field},
        notice::{Notice, Tone},
    },
    locale::use_locale,
};
use durbar_domain::{
    Locale,
    account::{Account, EmailAddress, Role},
    format,
};
use durbar_messages::account as words;
use leptos::prelude::*;

#[component]
pub fn DataPage() -> impl IntoView {
    let locale = use_locale();
    match require_account(locale) {
        None => ().into_any(),
        Some(account) => view! { <Data locale account /> }.into_any(),
    }
}

#[component]
fn Data(locale: Locale, account: Account) -> impl IntoView {
    view! {
        <AccountPage locale path="/account/data" title=words::data(locale)>
            <section class="section">
                <h2>{words::export(locale)}</h2>
                <p>{words::export_text(locale)}</p>
                <p>
                    <a class="button button--quiet" href="/account/data/export" download="durbar.json">
                        {words::export(locale)}
                    </a>
                </p>
            </section>
            <section class="section">
                <h2>{words::erase(locale)}</h2>
                <Erasure locale account />
            </section>
        </AccountPage>
    }
    .into_any()
}

/// The wish to be erased, or that it was made and can be taken back.
#[component]
fn Erasure(locale: Locale, account: Account) -> impl IntoView {
    let version = account.version.to_string();
    match account.erase_at {
        Some(at) => {
            let day = format::date(durbar_services::kathmandu_date(at), locale);
            view! {
                <Notice tone=Tone::Alert><p>{words::erase_pending(locale, day)}</p></Notice>
                <ButtonForm
                    action="keep-account"
                    submit=words::erase_cancel(locale).to_owned()
                    fields=vec![("version", version)]
                    class="button"
                />
            }
            .into_any()
        }
        None if account.role == Role::Admin => {
            view! { <p>{words::erase_admin(locale)}</p> }.into_any()
        }
        None => view! {
            <p>{words::erase_text(locale)}</p>
            <ActionForm locale action="erase" submit=words::erase(locale) quiet=true>
                <input type="hidden" name="version" value=version.clone() />
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=words::email(locale)
                    help=words::erase_help(locale)
                    autocomplete="off"
                    maxlength=EmailAddress::MAX
                />
            </ActionForm>
        }
        .into_any(),
    }
}
