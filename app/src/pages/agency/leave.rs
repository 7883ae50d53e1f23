//! Leaving an agency: what goes into whose hands.

use super::{AGENCY, failed};
use crate::{
    components::{
        form::ActionForm,
        notice::{Notice, Tone},
    },
    context::AppContext,
    locale::use_locale,
    pages::{
        account::{AccountPage, require_account},
        desk::draft_title,
        not_found::NotFound,
    },
    visitor::Visitor,
};
use durbar_domain::{AccountId, BrokerId, Locale, format};
use durbar_messages::{Label, agency as words};
use durbar_services::agencies::Plan;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn LeaveAgencyPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    let id = use_params_map().read_untracked().get("id");
    if require_account(locale).is_none() {
        return ().into_any();
    }
    let Some(id) = id.and_then(|id| id.parse::<AccountId>().ok()) else {
        return view! { <NotFound /> }.into_any();
    };
    Suspend::new(async move {
        match context.services.agencies.plan(&visitor.principal, id).await {
            Ok(plan) => {
                let own = visitor.account.is_some_and(|it| it.account_id == id);
                view! { <Leave locale plan own /> }.into_any()
            }
            Err(error) => failed(locale, error),
        }
    })
    .into_any()
}

#[component]
fn Leave(locale: Locale, plan: Plan, own: bool) -> impl IntoView {
    let title = match own {
        true => words::leave_title(locale).to_owned(),
        false => words::take_out_title(locale, &plan.name),
    };
    let body = match plan.is_under_way {
        true => {
            view! { <Notice tone=Tone::Calm><p>{words::under_way(locale)}</p></Notice> }.into_any()
        }
        false => view! { <LeaveForm locale plan own /> }.into_any(),
    };
    view! { <AccountPage locale path=AGENCY title>{body}</AccountPage> }.into_any()
}

#[component]
fn LeaveForm(locale: Locale, plan: Plan, own: bool) -> impl IntoView {
    let (action, submit) = match own {
        true => ("leave-agency", words::yes_leave(locale)),
        false => ("take-out-member", words::yes_take_out(locale)),
    };
    let has_broker = plan.member.broker_id.is_some();
    let is_alone = plan.agency.members.len() == 1;
    let nothing = plan.homes.is_empty() && plan.drafts.is_empty() && plan.enquiries == 0;
    let text = match (is_alone, nothing) {
        (true, _) => words::alone(locale),
        (false, true) => words::nothing(locale),
        (false, false) => words::leave_text(locale),
    };
    let count = u64::try_from(plan.enquiries).unwrap_or(0);
    let enquiries = (count > 0).then(|| view! { <p>{words::enquiries(locale, count)}</p> });
    let version = plan.agency.version.to_string();
    let asks = has_broker && !is_alone;
    let plan = StoredValue::new(plan);
    view! {
        <p>{text}</p>
        {enquiries}
        <ActionForm locale action submit>
            <input type="hidden" name="version" value=version.clone() />
            {asks.then(|| plan.with_value(|plan| view! { <Successors locale plan=plan.clone() /> }))}
        </ActionForm>
    }
    .into_any()
}

/// Who takes over, for all and for each home.
#[component]
fn Successors(locale: Locale, plan: Plan) -> impl IntoView {
    let rest = choice(
        "to".to_owned(),
        words::to_rest(locale).to_owned(),
        None,
        &plan.successors,
    );
    let homes: Vec<_> = plan
        .homes
        .iter()
        .map(|home| {
            let state = home.standard_status.label(locale);
            let label = format!("{}, {state}", home.title.get(locale));
            (home.listing_id, label)
        })
        .chain(plan.drafts.iter().map(|draft| {
            let title = draft_title(locale, &draft.fields);
            (
                draft.listing_id,
                format!("{title}, {}", words::drafts(locale)),
            )
        }))
        .collect();
    let count = format::number(u64::try_from(homes.len()).unwrap_or(0), locale);
    let each = homes
        .into_iter()
        // A form has room for so many; the others go to whoever takes over the rest.
        .take(100)
        .map(|(id, label)| {
            let rest = Some(words::as_rest(locale));
            choice(format!("home.{id}"), label, rest, &plan.successors)
        })
        .collect_view();
    view! {
        {rest}
        <details class="more">
            <summary>{words::homes(locale)} " (" {count} ")"</summary>
            {each}
        </details>
    }
    .into_any()
}

fn choice(
    name: String,
    label: String,
    open: Option<&'static str>,
    successors: &[(BrokerId, String)],
) -> impl IntoView + use<> {
    let first = open.map(|text| view! { <option value="">{text}</option> });
    let options = successors
        .iter()
        .map(|(id, name)| view! { <option value=id.to_string()>{name.clone()}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=name.clone()>{label}</label>
            <select id=name.clone() name=name>{first}{options}</select>
        </div>
    }
}
