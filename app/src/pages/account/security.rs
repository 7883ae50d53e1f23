//! Password, second factor, and where the account is signed in.

use super::{AccountPage, require_account};
use crate::{
    actions::{PageData, Session},
    components::form::{ActionForm, ButtonForm, Field, PasswordField},
    context::AppContext,
    error::PageError,
    locale::use_locale,
    pages::failure::Unavailable,
};
use durbar_domain::{Locale, SessionId, account::Account, format};
use durbar_messages::account as words;
use durbar_services::accounts::{AccessToken, MultiFactorState, SessionSummary};
use leptos::prelude::*;

#[component]
pub fn SecurityPage() -> impl IntoView {
    let locale = use_locale();
    let context = AppContext::get();
    let session: Session = use_context().unwrap_or_default();
    let data = use_context::<PageData>();
    let (Some(account), Some(access)) = (require_account(locale), session.access) else {
        return ().into_any();
    };
    Suspend::new(async move {
        match read(&context, &access).await {
            Ok((state, sessions)) => {
                view! { <Security locale account state sessions data /> }.into_any()
            }
            Err(error) => view! { <Unavailable error /> }.into_any(),
        }
    })
    .into_any()
}

async fn read(
    context: &AppContext,
    access: &AccessToken,
) -> Result<(MultiFactorState, OwnSessions), PageError> {
    let accounts = &context.services.accounts;
    let (state, all, current) = futures::try_join!(
        accounts.multi_factor(access),
        accounts.sessions(access),
        accounts.current_session(access)
    )?;
    Ok((state, OwnSessions { all, current }))
}

/// Where somebody is signed in, and which of it is here.
struct OwnSessions {
    all: Vec<SessionSummary>,
    current: SessionId,
}

#[component]
fn Security(
    locale: Locale,
    account: Account,
    state: MultiFactorState,
    sessions: OwnSessions,
    data: Option<PageData>,
) -> impl IntoView {
    let needed = account.role.needs_multi_factor() && !state.enabled;
    let password = view! {
        <section class="section">
            <h2>{words::change_password(locale)}</h2>
            <ActionForm locale action="change-password" submit=words::change_password(locale)>
                <CurrentPassword locale />
                <PasswordField
                    locale
                    name="new_password"
                    label=words::new_password(locale)
                    autocomplete="new-password"
                    help=words::password_help(locale)
                />
            </ActionForm>
        </section>
    };
    view! {
        <AccountPage locale path="/account/security" title=words::security(locale)>
            <section class="section">
                <h2>{words::second_factor(locale)}</h2>
                {needed.then(|| view! { <p>{words::second_factor_needed(locale)}</p> })}
                <SecondFactor locale state data=data />
            </section>
            {password}
            <Sessions locale sessions />
        </AccountPage>
    }
    .into_any()
}

#[component]
fn CurrentPassword(locale: Locale) -> impl IntoView {
    view! {
        <PasswordField
            locale
            name="current_password"
            label=words::current_password(locale)
            autocomplete="current-password"
        />
    }
}

/// The second factor: off, being set up, or on.
#[component]
fn SecondFactor(locale: Locale, state: MultiFactorState, data: Option<PageData>) -> impl IntoView {
    match data {
        Some(PageData::RecoveryCodes(codes)) => view! {
            <h3>{words::recovery_title(locale)}</h3>
            <p>{words::recovery_text(locale)}</p>
            <ul class="recovery-codes" role="list">
                {codes
                    .iter()
                    .map(|code| view! { <li><code>{code.expose().to_owned()}</code></li> })
                    .collect_view()}
            </ul>
        }
        .into_any(),
        Some(PageData::Enrolment(enrolment)) => view! {
            <p>{words::second_factor_scan(locale)}</p>
            <div
                class="enrolment__picture"
                role="img"
                aria-label=words::second_factor_picture(locale)
                inner_html=enrolment.picture.expose().to_owned()
            ></div>
            <p>
                {words::second_factor_key(locale)} ": "
                <code class="enrolment__key">{enrolment.secret.expose().to_owned()}</code>
            </p>
            <ConfirmSecondFactor locale />
        }
        .into_any(),
        Some(_) => ().into_any(),
        None if crate::form::FormState::of("confirm-second-factor")
            .refused
            .is_some() =>
        {
            view! { <ConfirmSecondFactor locale /> }.into_any()
        }
        None if state.enabled => {
            let left = format::number(state.recovery_codes as u64, locale);
            view! {
                <p>{words::second_factor_on(locale, left)}</p>
                <ActionForm
                    locale
                    action="renew-recovery-codes"
                    submit=words::recovery_renew(locale)
                    quiet=true
                >
                    <CurrentPassword locale />
                </ActionForm>
                <details class="more">
                    <summary>{words::second_factor_disable(locale)}</summary>
                    <ActionForm
                        locale
                        action="disable-second-factor"
                        submit=words::second_factor_disable(locale)
                        quiet=true
                    >
                        <CurrentPassword locale />
                    </ActionForm>
                </details>
            }
            .into_any()
        }
        None => view! {
            <p>{words::second_factor_off(locale)}</p>
            <ActionForm
                locale
                action="begin-second-factor"
                submit=words::second_factor_begin(locale)
            >
                <CurrentPassword locale />
            </ActionForm>
        }
        .into_any(),
    }
}

#[component]
fn ConfirmSecondFactor(locale: Locale) -> impl IntoView {
    view! {
        <ActionForm
            locale
            action="confirm-second-factor"
            submit=words::second_factor_confirm(locale)
        >
            <Field
                locale
                name="code"
                label=words::code(locale)
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength=12
            />
        </ActionForm>
    }
}

#[component]
fn Sessions(locale: Locale, sessions: OwnSessions) -> impl IntoView {
    let OwnSessions { all, current } = sessions;
    view! {
        <section class="section">
            <h2>{words::sessions(locale)}</h2>
            <ul class="sessions" role="list">
                {all
                    .into_iter()
                    .map(|session| {
                        let is_here = session.session_id == current;
                        let device = match session.device.as_str() {
                            "" => words::session_unknown(locale).to_owned(),
                            device => device.to_owned(),
                        };
                        let day = durbar_services::kathmandu_date(session.last_used_at);
                        let when = words::session_last_used(locale, format::date(day, locale));
                        let fields = vec![("session", session.session_id.to_string())];
                        view! {
                            <li class="sessions__row">
                                <span>
                                    <strong>{device}</strong>
                                    {is_here.then(|| format!(" · {}", words::session_here(locale)))}
                                    <br />
                                    <span class="muted">{when}</span>
                                </span>
                                {(!is_here).then(|| view! {
                                    <ButtonForm
                                        action="end-session"
                                        submit=words::session_end(locale).to_owned()
                                        fields
                                    />
                                })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <ButtonForm
                action="sign-out-everywhere"
                submit=words::sign_out_everywhere(locale).to_owned()
            />
        </section>
    }
    .into_any()
}
