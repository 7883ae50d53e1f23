//! What people did about a home on each of the last days.

use durbar_domain::{
    Locale, format,
    interest::{Interest, InterestCounts},
};
use durbar_messages::desk as words;
use jiff::civil::Date;
use leptos::prelude::*;

/// Days that are drawn.
pub(super) const DAYS: i64 = 28;
/// Of a chart, in its own units; a page stretches them.
const HEIGHT: f64 = 40.0;
/// From a bar to the next one.
const PITCH: f64 = 4.0;
const BAR: f64 = 3.0;

#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub date: Date,
    pub views: u64,
    pub interest: InterestCounts,
}

impl Day {
    /// In the order of the columns.
    fn figures(self) -> [u64; 4] {
        let interest = self.interest;
        [
            self.views,
            interest.get(Interest::Save),
            interest.get(Interest::Enquiry),
            interest.get(Interest::Viewing),
        ]
    }
}

/// A small chart for each kind of interest with its sum and its best day, and all figures in a
/// table: nothing has to be told by colour. Each chart has a measure of its own.
#[component]
pub(super) fn Days(locale: Locale, days: Vec<Day>) -> impl IntoView {
    let heads = [
        words::views(locale),
        words::saves(locale),
        words::enquiries(locale),
        words::viewings(locale),
    ];
    let charts = heads.into_iter().enumerate().map(|(place, head)| {
        let counts = days.iter().map(|day| (day.date, day.figures()[place]));
        chart(locale, head, &counts.collect::<Vec<_>>())
    });
    view! {
        <section class="section" aria-labelledby="days">
            <h2 id="days">{words::days(locale)}</h2>
            <div class="day-charts">{charts.collect_view()}</div>
            <details class="day-table">
                <summary>{words::day_by_day(locale)}</summary>
                <Table locale heads days=days.clone() />
            </details>
        </section>
    }
    .into_any()
}

/// Bars of the days, oldest first, with what they come to in words.
fn chart(locale: Locale, head: &'static str, counts: &[(Date, u64)]) -> AnyView {
    let sum = counts.iter().map(|(_, count)| count).sum();
    // Of equal days the newest.
    let best = counts.iter().max_by_key(|(_, count)| *count);
    let most = best.map_or(1, |(_, count)| *count).max(1);
    let told = best.filter(|(_, count)| *count > 0).map(|(date, count)| {
        let count = format::number(*count, locale);
        words::best_day(locale, count, format::date(*date, locale))
    });
    let bars = counts
        .iter()
        .enumerate()
        .map(|(place, (_, count))| {
            let height = *count as f64 / most as f64 * HEIGHT;
            let x = place as f64 * PITCH + (PITCH - BAR) / 2.0;
            let y = HEIGHT - height;
            view! { <rect x=x y=y width=BAR height=height /> }
        })
        .collect_view();
    let frame = format!("0 0 {} {HEIGHT}", counts.len() as f64 * PITCH);
    view! {
        <figure class="day-chart">
            <figcaption>
                {head}
                <strong class="day-chart__sum">{format::number(sum, locale)}</strong>
            </figcaption>
            <svg viewBox=frame preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
            <p class="day-chart__best">{told.unwrap_or_else(|| words::no_day(locale).to_owned())}</p>
        </figure>
    }
    .into_any()
}

#[component]
fn Table(locale: Locale, heads: [&'static str; 4], days: Vec<Day>) -> impl IntoView {
    let rows = days
        .into_iter()
        .rev()
        .map(|day| {
            let cells = day.figures();
            let cells = cells.map(|count| view! { <td>{format::number(count, locale)}</td> });
            let date = format::date(day.date, locale);
            view! { <tr><th scope="row">{date}</th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    view! {
        <table class="bars" aria-labelledby="days">
            <thead>
                <tr>
                    <th scope="col">{words::day(locale)}</th>
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
