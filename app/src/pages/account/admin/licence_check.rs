//! One broker's licence: its papers, and what is decided about it.

use super::{AdminPage, LICENCES, MEMBERS, refused};
use crate::{
    components::{
        broker_card::LicenseLine,
        form::{ActionForm, ButtonForm, Field},
    },
    context::AppContext,
    locale::use_locale,
    pages::{failure::failed, not_found::NotFound},
    visitor::Visitor,
};
use durbar_domain::{
    BrokerId, Locale,
    broker::{ApplicationState, LicenseApplication, Paper},
    format,
    policy::Operation,
};
use durbar_messages::{admin, broker as broker_words, licence as words};
use durbar_services::{kathmandu_date, licenses::LicenseFile};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The longest reason, in characters.
const REASON: usize = 300;

#[component]
pub fn LicenceCheckPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    if let Some(refused) = refused(locale, LICENCES, Operation::VerifyLicense) {
        return refused;
    }
    let Some(Ok(id)) = id.map(|id| id.parse::<BrokerId>()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        let licences = &context.services.licenses;
        match licences.of_broker(&visitor.principal, id).await {
            Ok(file) => view! { <Check locale file /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Check(locale: Locale, file: LicenseFile) -> impl IntoView {
    let LicenseFile {
        broker,
        application,
        sender,
    } = file;
    let version = application.as_ref().map_or(broker.version, |it| it.version);
    let waits = application
        .as_ref()
        .is_some_and(LicenseApplication::is_waiting);
    let is_verified = broker.license.verified.is_some();
    let sender = sender.map(|account| {
        let to = locale.path(&format!("{MEMBERS}/{}", account.account_id));
        view! {
            <div class="facts__row">
                <dt>{words::sent_by(locale)}</dt>
                <dd><a href=to>{account.email.to_string()}</a></dd>
            </div>
        }
    });
    let sent = application.as_ref().map(|application| {
        let day = format::date(kathmandu_date(application.sent_at), locale);
        view! {
            <div class="facts__row"><dt>{words::sent_on(locale)}</dt><dd>{day}</dd></div>
        }
    });
    let reason = application.as_ref().and_then(|it| match &it.state {
        ApplicationState::Refused { reason } | ApplicationState::Withdrawn { reason } => {
            Some(reason.as_str().to_owned())
        }
        _ => None,
    });
    let papers = application.map(|it| it.papers).unwrap_or_default();
    view! {
        <AdminPage locale path=LICENCES title=words::queue(locale)>
            <h2>
                <a href=locale.path(&broker.path())>{broker.name.get(locale).as_str().to_owned()}</a>
            </h2>
            <LicenseLine locale broker=broker.clone() />
            <dl class="facts account__facts">
                <div class="facts__row">
                    <dt>{words::agency(locale)}</dt>
                    <dd>{broker.agency.get(locale).as_str().to_owned()}</dd>
                </div>
                <div class="facts__row">
                    <dt>{broker_words::contact(locale)}</dt>
                    <dd>{format!("{}, {}", broker.phone, broker.email)}</dd>
                </div>
                {sender}
                {sent}
                {reason.map(|reason| view! {
                    <div class="facts__row"><dt>{admin::reason(locale)}</dt><dd>{reason}</dd></div>
                })}
            </dl>
            <Papers locale action="look-at-paper" papers />
            {waits.then(|| view! { <Decide locale version /> })}
            {(is_verified && !waits).then(|| view! { <Withdraw locale version /> })}
        </AdminPage>
    }
    .into_any()
}

/// Papers, each with the way to look at it by an action.
#[component]
pub(super) fn Papers(locale: Locale, action: &'static str, papers: Vec<Paper>) -> impl IntoView {
    if papers.is_empty() {
        return view! { <p>{words::no_papers(locale)}</p> }.into_any();
    }
    let rows = papers
        .into_iter()
        .zip(1_u64..)
        .map(|(paper, number)| {
            let kilobytes = paper.bytes.div_ceil(1_024);
            let name = words::paper(
                locale,
                format::number(number, locale),
                paper.kind.extension().to_uppercase(),
                format::number(kilobytes, locale),
            );
            view! {
                <li class="sessions__row">
                    <span>{name}</span>
                    <ButtonForm
                        action=action
                        submit=words::look(locale).to_owned()
                        fields=vec![("paper", paper.paper_id.to_string())]
                    />
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>{words::papers(locale)}</h2>
            <p>{words::look_text(locale)}</p>
            <ul class="sessions" role="list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Decide(locale: Locale, version: u64) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{words::verify(locale)}</h2>
            <p>{words::verify_text(locale)}</p>
            <ActionForm locale action="verify-licence" submit=words::verify(locale)>
                <input type="hidden" name="version" value=version.to_string() />
            </ActionForm>
        </section>
        <Reasoned
            locale
            version
            action="refuse-licence"
            title=words::refuse(locale)
            field="refuse_reason"
        />
    }
    .into_any()
}

#[component]
fn Withdraw(locale: Locale, version: u64) -> impl IntoView {
    view! {
        <Reasoned
            locale
            version
            action="withdraw-licence"
            title=words::withdraw(locale)
            field="withdraw_reason"
        />
    }
    .into_any()
}

/// What is done with a reason, which goes to the broker.
#[component]
fn Reasoned(
    locale: Locale,
    version: u64,
    action: &'static str,
    title: &'static str,
    /// The name of the reason's field.
    field: &'static str,
) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{title}</h2>
            <ActionForm locale action submit=title quiet=true>
                <input type="hidden" name="version" value=version.to_string() />
                <Field
                    locale
                    name=field
                    label=admin::reason(locale)
                    help=words::reason_help(locale)
                    maxlength=REASON
                />
            </ActionForm>
        </section>
    }
}
