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

/// Figures with bars, which say the same: no colour has to be told from another. Each column
/// has a measure of its own, its highest day.
#[component]
pub(super) fn Days(locale: Locale, days: Vec<Day>) -> impl IntoView {
    let number = move |count| format::number(count, locale);
    let (mut sums, mut highest) = ([0; 4], [1; 4]);
    for day in &days {
        for (place, count) in day.figures().into_iter().enumerate() {
            sums[place] += count;
            highest[place] = highest[place].max(count);
        }
    }
    let rows = days
        .into_iter()
        .rev()
        .map(|day| {
            let cells = day
                .figures()
                .into_iter()
                .zip(highest)
                .map(|(count, most)| {
                    let (max, value) = (most.to_string(), count.to_string());
                    view! {
                        <td>
                            {number(count)}
                            <progress aria-hidden="true" max=max value=value></progress>
                        </td>
                    }
                })
                .collect_view();
            let date = format::date(day.date, locale);
            view! { <tr><th scope="row">{date}</th>{cells}</tr> }
        })
        .collect_view();
    let heads = [
        words::views(locale),
        words::saves(locale),
        words::enquiries(locale),
        words::viewings(locale),
    ];
    view! {
        <section class="section">
            <h2 id="days">{words::days(locale)}</h2>
            <table class="bars" aria-labelledby="days">
                <thead>
                    <tr>
                        <th scope="col">{words::day(locale)}</th>
                        {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                    </tr>
                    <tr class="bars__sum">
                        <th scope="row">{words::in_all(locale)}</th>
                        {sums.map(|sum| view! { <td>{number(sum)}</td> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
