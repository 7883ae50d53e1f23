//! What visitors' browsers measured, beside what Google calls good.

use durbar_domain::{
    Locale, format,
    web_vitals::{Figure, PageKind, Rating, Vital, VitalTotals},
};
use durbar_messages::web_vitals as words;
use leptos::prelude::*;
use strum::VariantArray as _;

/// Figures of so many days.
#[component]
pub fn WebVitals(locale: Locale, days: i64, totals: VitalTotals) -> impl IntoView {
    let shown = match totals.is_empty() {
        true => view! { <p>{words::none(locale)}</p> }.into_any(),
        false => view! { <Figures locale totals /> }.into_any(),
    };
    let days = format::number(days.unsigned_abs(), locale);
    view! {
        <section class="section">
            <h2>{words::title(locale)}</h2>
            <p>{words::text(locale, days)}</p>
            {shown}
        </section>
    }
    .into_any()
}

#[component]
fn Figures(locale: Locale, totals: VitalTotals) -> impl IntoView {
    let pages = PageKind::VARIANTS
        .iter()
        .map(|page| view! { <th scope="col">{page_name(locale, *page)}</th> })
        .collect_view();
    let rows = Vital::VARIANTS
        .iter()
        .map(|vital| view! { <Row locale vital=*vital totals /> })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::title(locale)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words::figure(locale)}</th>
                        {pages}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, vital: Vital, totals: VitalTotals) -> impl IntoView {
    let told = PageKind::VARIANTS
        .iter()
        .map(|page| view! { <td>{told(locale, vital, *page, &totals)}</td> })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{vital_name(locale, vital)}</th>
            {told}
        </tr>
    }
    .into_any()
}

/// As in `2.5 s or less: good (3 visits)`.
fn told(locale: Locale, vital: Vital, page: PageKind, totals: &VitalTotals) -> String {
    let counts = totals.of(page).of(vital);
    let Some(figure) = counts.p75(vital) else {
        return words::nothing(locale).to_owned();
    };
    let kept = match figure {
        Figure::UpTo(bound) => words::up_to(locale, amount(locale, vital, bound)),
        Figure::Above(bound) => words::above(locale, amount(locale, vital, bound)),
    };
    let rating = match vital.rating(figure) {
        Rating::Good => words::good(locale),
        Rating::NeedsImprovement => words::needs_improvement(locale),
        Rating::Poor => words::poor(locale),
    };
    format!(
        "{kept}: {rating} ({})",
        words::visits(locale, counts.visits())
    )
}

fn vital_name(locale: Locale, vital: Vital) -> String {
    let (good, _) = vital.thresholds();
    let bound = amount(locale, vital, good);
    match vital {
        Vital::Lcp => words::lcp(locale, bound),
        Vital::Inp => words::inp(locale, bound),
        Vital::Cls => words::cls(locale, bound),
        Vital::Ttfb => words::ttfb(locale, bound),
    }
}

fn page_name(locale: Locale, page: PageKind) -> &'static str {
    match page {
        PageKind::Front => words::front(locale),
        PageKind::Search => words::search(locale),
        PageKind::Listing => words::listing(locale),
        PageKind::Other => words::other_pages(locale),
    }
}

/// A figure with its unit.
fn amount(locale: Locale, vital: Vital, figure: u32) -> String {
    match vital {
        Vital::Lcp => {
            let seconds = format::decimal(f64::from(figure) / 1_000.0, 1, locale);
            words::seconds(locale, seconds)
        }
        Vital::Inp | Vital::Ttfb => {
            words::milliseconds(locale, format::number(figure.into(), locale))
        }
        Vital::Cls => format::decimal(f64::from(figure) / 10_000.0, 3, locale),
    }
}
