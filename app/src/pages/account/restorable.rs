//! What was removed and can be brought back.

use crate::components::form::ButtonForm;
use leptos::prelude::*;

/// A section of removed things, each with its button; nothing where there are none.
#[component]
pub fn Restorable(
    title: &'static str,
    text: &'static str,
    /// The form action that brings one back.
    action: &'static str,
    /// The form's field with the identifier.
    field: &'static str,
    /// Words on the button.
    submit: &'static str,
    /// Identifiers and names.
    things: Vec<(String, String)>,
) -> impl IntoView {
    if things.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h2>{title}</h2>
            <p>{text}</p>
            <ul class="sessions" role="list">
                {things
                    .into_iter()
                    .map(|(id, name)| view! {
                        <li class="sessions__row">
                            <span>{name}</span>
                            <ButtonForm action submit=submit.to_owned() fields=vec![(field, id)] />
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
