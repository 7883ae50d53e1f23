//! Forms of private pages: plain posts to their own page, whole without scripting.

mod field;
mod refusal;
mod slots;

pub use field::{CheckField, Field, FileField, PasswordField, SelectField, TextArea, escaped};
pub use refusal::{Refusal, refusal_words};
pub use slots::SlotFields;

use crate::{
    actions::Action,
    components::notice::{Notice, Tone},
    form::FormState,
};
use durbar_domain::{FieldError, Locale};
use durbar_messages::features;
use leptos::{context::Provider, prelude::*};

/// Kinds of files that a browser offers first where papers are asked for.
pub const PAPER_FILES: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// A form that posts to the page it stands on, with what was wrong with it the last time.
#[component]
pub fn ActionForm(
    locale: Locale,
    /// The action's name.
    action: &'static str,
    /// Words on the button.
    submit: &'static str,
    /// The button asks for less attention.
    #[prop(optional)]
    quiet: bool,
    /// The form carries files.
    #[prop(optional)]
    files: bool,
    /// What won't be accepted in the end of what stands in it, told while nothing is refused.
    #[prop(optional)]
    doubts: Vec<FieldError>,
    children: ChildrenFn,
) -> impl IntoView {
    if Action::is_switched_off(action) {
        return view! {
            <Notice tone=Tone::Calm><p>{features::switched_off(locale)}</p></Notice>
        }
        .into_any();
    }
    let state = FormState::of(action);
    // Its fields' alone: the next form of the page looks for a state of its own.
    let of_fields = match state.action {
        "" => FormState::doubted(action, doubts),
        _ => state.clone(),
    };
    let class = if quiet {
        "button button--quiet"
    } else {
        "button"
    };
    view! {
        <form class="form" method="post" id=action enctype=files.then_some("multipart/form-data")>
            <input type="hidden" name="action" value=action />
            <Refusal locale state=state />
            <Provider value=of_fields>{children()}</Provider>
            <p class="form__submit"><button class=class type="submit">{submit}</button></p>
        </form>
    }
    .into_any()
}

/// A form of one button.
#[component]
pub fn ButtonForm(
    action: &'static str,
    submit: String,
    /// Names and texts of hidden fields.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
    #[prop(default = "button button--quiet button--small")] class: &'static str,
) -> impl IntoView {
    view! {
        <form class="form form--inline" method="post">
            <input type="hidden" name="action" value=action />
            {fields
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect_view()}
            <button class=class type="submit">{submit}</button>
        </form>
    }
    .into_any()
}
