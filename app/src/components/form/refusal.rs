//! What is said above a form that was refused.

use crate::{
    components::notice::{Notice, Tone},
    form::{FormState, RefusedForm},
};
use durbar_domain::{Locale, agency::AgencyRule, format};
use durbar_messages::{agency::refused as agency, desk, features, premium, refused as words};
use leptos::prelude::*;

/// Why the form was refused as a whole, or that some fields need another look.
#[component]
pub fn Refusal(locale: Locale, state: FormState) -> impl IntoView {
    let text = match (state.refused, state.problems.len()) {
        (Some(refused), _) => refusal_words(locale, refused),
        (None, 0) => return ().into_any(),
        (None, _) => words::fields(locale).to_owned(),
    };
    let may_rise = matches!(
        state.refused,
        Some(RefusedForm::Upgrade | RefusedForm::Limit)
    );
    view! {
        <div role="alert">
            <Notice tone=Tone::Alert>
                <p>
                    {text} " "
                    {may_rise.then(|| view! {
                        <a href=locale.path("/account/membership")>{premium::memberships(locale)}</a>
                    })}
                </p>
            </Notice>
        </div>
    }
    .into_any()
}

/// A refusal in words.
pub fn refusal_words(locale: Locale, refused: RefusedForm) -> String {
    let text = match refused {
        RefusedForm::WrongCredentials => words::wrong_credentials(locale),
        RefusedForm::WrongCode => words::wrong_code(locale),
        RefusedForm::CodeExpired => words::code_expired(locale),
        RefusedForm::NotConfirmed => words::not_confirmed(locale),
        RefusedForm::TooManyAttempts { minutes } => {
            return words::too_many(locale, format::number(minutes, locale));
        }
        RefusedForm::SessionEnded => words::session_ended(locale),
        RefusedForm::Disabled => words::disabled(locale),
        RefusedForm::SignIn => words::sign_in(locale),
        RefusedForm::MultiFactor => words::multi_factor(locale),
        RefusedForm::NotPermitted => words::not_permitted(locale),
        RefusedForm::Upgrade => words::upgrade(locale),
        RefusedForm::Changed => words::changed(locale),
        RefusedForm::Limit => words::limit(locale),
        RefusedForm::WeakPassword => words::weak_password(locale),
        RefusedForm::AddressTaken => words::address_taken(locale),
        RefusedForm::NotOffered => words::not_offered(locale),
        RefusedForm::SwitchedOff => features::switched_off(locale),
        RefusedForm::License => desk::price_held(locale),
        RefusedForm::Agency(rule) => rule_words(locale, rule),
        RefusedForm::Unavailable => words::unavailable(locale),
    };
    text.to_owned()
}

/// A rule about who is in an agency, in words.
fn rule_words(locale: Locale, rule: AgencyRule) -> &'static str {
    match rule {
        AgencyRule::AgencyFull => agency::agency_full(locale),
        AgencyRule::InAgency => agency::in_agency(locale),
        AgencyRule::NeedsBroker => agency::needs_broker(locale),
        AgencyRule::LastOwner => agency::last_owner(locale),
        AgencyRule::Successor => agency::successor(locale),
        AgencyRule::OtherAddress => agency::other_address(locale),
        AgencyRule::IsLeaving => agency::is_leaving(locale),
    }
}
