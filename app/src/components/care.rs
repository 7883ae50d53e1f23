//! The choice among brokers whom an owner or an assistant of an agency may look after.

use durbar_domain::{BrokerId, Locale, broker::Broker};
use durbar_messages::agency as words;
use leptos::prelude::*;

/// A form that shows the same page for another broker; nothing where there is no choice.
#[component]
pub fn CareChoice(
    locale: Locale,
    /// What is chosen, as its label says.
    label: &'static str,
    /// Brokers in care, the visitor's own among them.
    brokers: Vec<Broker>,
    /// The broker that the visitor acts as.
    own: Option<BrokerId>,
    /// The broker whose things are shown.
    shown: Option<BrokerId>,
    /// Names and values that the address keeps.
    #[prop(optional)]
    kept: Vec<(&'static str, String)>,
) -> impl IntoView {
    let others = brokers.iter().filter(|it| Some(it.broker_id) != own);
    let mut options: Vec<(String, String)> = others
        .map(|broker| {
            let name = broker.name.get(locale).as_str().to_owned();
            (broker.broker_id.to_string(), name)
        })
        .collect();
    if options.is_empty() {
        return ().into_any();
    }
    if own.is_some() {
        options.insert(0, (String::new(), words::own(locale).to_owned()));
    }
    let shown = shown.filter(|it| Some(*it) != own);
    let shown = shown.map_or(String::new(), |it| it.to_string());
    let options = options
        .into_iter()
        .map(|(key, name)| {
            let selected = key == shown;
            view! { <option value=key selected=selected>{name}</option> }
        })
        .collect_view();
    let kept = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <form class="desk-search" method="get">
            {kept}
            <label for="of">{label}</label>
            <select id="of" name="of">{options}</select>
            <button class="button button--quiet button--small" type="submit">{words::show(locale)}</button>
        </form>
    }
    .into_any()
}
