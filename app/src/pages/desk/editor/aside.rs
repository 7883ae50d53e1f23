//! The quality of a draft, and what would raise it.

use durbar_domain::{Locale, format, quality::Quality};
use durbar_messages::{Label, desk as words};
use leptos::prelude::*;

/// Gains that are worth showing at a time.
const SHOWN: usize = 6;

#[component]
pub fn QualityAside(locale: Locale, quality: Quality) -> impl IntoView {
    let score = format::number(quality.score.into(), locale);
    let least = (!quality.is_enough()).then(|| words::quality_least(locale));
    let gains = quality.gains.into_iter().take(SHOWN);
    let gains: Vec<_> = gains
        .map(|(part, gain)| {
            let points = words::quality_points(locale, format::number(gain.into(), locale));
            view! { <li>{part.label(locale)} " " <span class="muted">{points}</span></li> }
        })
        .collect();
    let has_gains = !gains.is_empty();
    view! {
        <aside class="editor__quality" data-swap="quality" id="quality">
            <h2>{words::quality(locale)}</h2>
            <p class="editor__score" data-score=quality.score.to_string()>
                {words::quality_of(locale, score)}
            </p>
            <progress max="100" value=quality.score.to_string() aria-label=words::quality(locale)></progress>
            {least.map(|least| view! { <p>{least}</p> })}
            {has_gains.then(|| view! {
                <h3>{words::quality_gains(locale)}</h3>
                <ul role="list" class="editor__gains">{gains}</ul>
            })}
        </aside>
    }
    .into_any()
}
