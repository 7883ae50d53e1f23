//! Finding an account by its address.

use super::{AdminPage, MEMBERS, refused};
use crate::{
    components::form::{ActionForm, Field},
    locale::use_locale,
};
use durbar_domain::{account::EmailAddress, policy::Operation};
use durbar_messages::{account, admin as words};
use leptos::prelude::*;

#[component]
pub fn MembersPage() -> impl IntoView {
    let locale = use_locale();
    if let Some(refused) = refused(locale, MEMBERS, Operation::ReadAccounts) {
        return refused;
    }
    view! {
        <AdminPage locale path=MEMBERS title=words::members(locale)>
            <p>{words::members_text(locale)}</p>
            <ActionForm locale action="find-account" submit=words::find(locale)>
                <Field
                    locale
                    name="email"
                    kind="email"
                    label=account::email(locale)
                    maxlength=EmailAddress::MAX
                />
            </ActionForm>
        </AdminPage>
    }
    .into_any()
}
