//! The forms of a new enquiry.

use crate::{
    components::form::{ActionForm, Field, SelectField, SlotFields, TextArea},
    form::FormState,
};
use durbar_domain::{
    Locale, PropertyId,
    account::{Account, EmailAddress},
    enquiry::{ContactChoice, FinancingStage},
};
use durbar_messages::{Label, account, enquiry as words};
use durbar_services::enquiries::FormKey;
use leptos::prelude::*;
use strum::VariantArray;

/// The most characters of a message; see `domain::enquiry::MessageText`.
const MOST: usize = 4_000;

#[component]
pub fn QuestionForm(locale: Locale, home: PropertyId, account: Option<Account>) -> impl IntoView {
    view! {
        <ActionForm locale action="ask-question" submit=words::send_question(locale)>
            <Hidden home action="ask-question" />
            <TextArea locale name="text" label=words::question(locale) maxlength=MOST />
            <ContactFields locale account=account.clone() />
        </ActionForm>
    }
}

#[component]
pub fn ViewingForm(locale: Locale, home: PropertyId, account: Option<Account>) -> impl IntoView {
    let stages = options::<FinancingStage>(locale);
    view! {
        <ActionForm locale action="ask-viewing" submit=words::send_viewing(locale)>
            <Hidden home action="ask-viewing" />
            <SlotFields locale legend=words::slots(locale) />
            <Field
                locale
                name="party_size"
                kind="number"
                inputmode="numeric"
                label=words::party_size(locale)
                value="2"
            />
            <SelectField
                locale
                name="financing"
                label=words::financing(locale)
                options=stages.clone()
                value=FinancingStage::NotStarted.as_key()
            />
            <ContactFields locale account=account.clone() />
            <TextArea
                locale
                name="text"
                label=words::more(locale)
                rows=3
                required=false
                maxlength=MOST
            />
        </ActionForm>
    }
}

/// Who asks and where they are reached. Of somebody signed in the address is known.
#[component]
fn ContactFields(locale: Locale, account: Option<Account>) -> impl IntoView {
    let name = account
        .as_ref()
        .map(|account| account.name.as_str().to_owned())
        .unwrap_or_default();
    let email = account.map(|account| account.email.to_string());
    let choices = options::<ContactChoice>(locale);
    view! {
        <Field
            locale
            name="name"
            label=account::name(locale)
            autocomplete="name"
            value=name
            maxlength=120
        />
        {match email {
            Some(email) => {
                view! { <p class="field__help">{words::email_of_account(locale, email)}</p> }.into_any()
            }
            None => {
                view! {
                    <Field
                        locale
                        name="email"
                        kind="email"
                        label=account::email(locale)
                        autocomplete="email"
                        maxlength=EmailAddress::MAX
                    />
                }
                .into_any()
            }
        }}
        <Field
            locale
            name="phone"
            kind="tel"
            label=words::phone(locale)
            autocomplete="tel"
            help=words::phone_help(locale)
            maxlength=32
        />
        <SelectField
            locale
            name="choice"
            label=words::choice(locale)
            options=choices
            value=ContactChoice::Phone.as_key()
        />
    }
    .into_any()
}

/// The home, and what makes one enquiry of a form that is sent twice.
#[component]
fn Hidden(home: PropertyId, action: &'static str) -> impl IntoView {
    let kept = FormState::of(action).value("form_key");
    let key = match kept.as_str() {
        "" => FormKey::random().as_str().to_owned(),
        _ => kept,
    };
    view! {
        <input type="hidden" name="home" value=home.to_string() />
        <input type="hidden" name="form_key" value=key />
    }
}

/// A value's key in forms.
trait Key: Into<&'static str> + Copy {
    fn as_key(self) -> &'static str {
        self.into()
    }
}

impl Key for FinancingStage {}
impl Key for ContactChoice {}

/// Every value with its word.
fn options<T: Key + Label + VariantArray>(locale: Locale) -> Vec<(String, String)> {
    T::VARIANTS
        .iter()
        .map(|value| (value.as_key().to_owned(), value.label(locale).to_owned()))
        .collect()
}
