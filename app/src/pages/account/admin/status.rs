//! How quickly and how surely the site answers, beside what was promised.

use super::{AdminPage, STATUS, refused, vitals::WebVitals};
use crate::{context::AppContext, locale::use_locale, pages::failure::failed, visitor::Visitor};
use durbar_domain::{
    Locale, format,
    policy::Operation,
    service_level::{Latency, Objective, PageTotals, Reached},
};
use durbar_messages::service_levels as words;
use durbar_services::service_levels::Period;
use jiff::Timestamp;
use leptos::prelude::*;
use strum::VariantArray as _;

#[component]
pub fn StatusPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if let Some(refused) = refused(locale, STATUS, Operation::ReadServiceLevels) {
        return refused;
    }
    Suspend::new(async move {
        let levels = &context.services.service_levels;
        match levels.periods(&visitor.principal, Timestamp::now()).await {
            Ok(periods) => view! { <Status locale periods=periods.to_vec() /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Status(locale: Locale, periods: Vec<Period>) -> impl IntoView {
    let counted = periods.iter().any(|it| it.pages.all().requests > 0);
    let longest = periods.iter().max_by_key(|period| period.days).copied();
    let vitals =
        longest.map(|period| view! { <WebVitals locale days=period.days totals=period.vitals /> });
    let shown = match counted {
        true => periods
            .into_iter()
            .map(|period| view! { <Objectives locale days=period.days totals=period.pages /> })
            .collect_view()
            .into_any(),
        false => view! { <p>{words::none(locale)}</p> }.into_any(),
    };
    view! {
        <AdminPage locale path=STATUS title=words::title(locale)>
            <p>{words::text(locale)}</p>
            {shown}
            {vitals}
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Objectives(locale: Locale, days: i64, totals: PageTotals) -> impl IntoView {
    let name = match days {
        1 => words::today(locale).to_owned(),
        days => words::days(locale, format::number(days.unsigned_abs(), locale)),
    };
    let rows = Objective::VARIANTS
        .iter()
        .map(|objective| view! { <Row locale objective=*objective totals /> })
        .collect_view();
    view! {
        <section class="section">
            <h2>{name.clone()}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=name>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words::objective(locale)}</th>
                            <th scope="col" class="table__number">{words::requests(locale)}</th>
                            <th scope="col">{words::reached(locale)}</th>
                            <th scope="col">{words::budget(locale)}</th>
                            <th scope="col">{words::result(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, objective: Objective, totals: PageTotals) -> impl IntoView {
    let reached = objective.reached(&totals);
    let told = match reached.is_met() {
        None => view! { <td colspan="3">{words::no_requests(locale)}</td> }.into_any(),
        Some(is_met) => {
            let result = match is_met {
                true => words::met(locale),
                false => words::missed(locale),
            };
            view! {
                <td>{figures(locale, objective, &reached)}</td>
                <td>{budget(locale, &reached)}</td>
                <td>{result}</td>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{promise(locale, objective)}</th>
            <td class="table__number">{format::number(reached.requests, locale)}</td>
            {told}
        </tr>
    }
    .into_any()
}

/// What was promised.
fn promise(locale: Locale, objective: Objective) -> String {
    let bound = milliseconds(locale, objective.under_us().unwrap_or_default());
    match objective {
        Objective::ListingKept => words::kept(locale, bound),
        Objective::ListingMade => words::made(locale, bound),
        Objective::ErrorRate => words::error_rate(locale).to_owned(),
        Objective::Availability => words::availability(locale).to_owned(),
    }
}

/// What was reached of it.
fn figures(locale: Locale, objective: Objective, reached: &Reached) -> String {
    let share = |of_ten_thousand: Option<u64>| {
        let percent = of_ten_thousand.unwrap_or_default() as f64 / 100.0;
        format::decimal(percent, 2, locale)
    };
    let good = share(reached.good_of_ten_thousand());
    let promised = milliseconds(locale, objective.under_us().unwrap_or_default());
    match (objective, reached.p95) {
        (_, Some(Latency::Under(bound))) => {
            words::percentile(locale, milliseconds(locale, bound), good, promised)
        }
        (_, Some(Latency::From(bound))) => {
            words::percentile_above(locale, milliseconds(locale, bound), good, promised)
        }
        (Objective::ErrorRate, None) => {
            words::faults(locale, share(reached.failed_of_ten_thousand()))
        }
        (_, None) => words::answered(locale, good),
    }
}

/// How many more requests may fail it.
fn budget(locale: Locale, reached: &Reached) -> String {
    let left = reached.budget_left_percent().unwrap_or_default();
    let percent = format::number(left.unsigned_abs(), locale);
    match left < 0 {
        true => words::overspent(locale, percent),
        false => words::left(locale, percent),
    }
}

fn milliseconds(locale: Locale, microseconds: u64) -> String {
    format::decimal(microseconds as f64 / 1_000.0, 1, locale)
}
