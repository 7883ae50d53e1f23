//! Fields with their label, help, and what was wrong with them.

use crate::{components::problem::problem_words, form::FormState};
use durbar_domain::Locale;
use leptos::prelude::*;

/// What is wrong with a field, for its reader and its `aria-describedby`.
struct Trouble {
    id: String,
    words: Option<String>,
}

impl Trouble {
    fn of(locale: Locale, state: &FormState, name: &str, label: &str) -> Self {
        Self {
            id: format!("{name}-error"),
            words: state
                .problem(name)
                .map(|problem| problem_words(locale, label, problem)),
        }
    }

    fn is_there(&self) -> bool {
        self.words.is_some()
    }

    fn described_by(&self) -> Option<String> {
        self.is_there().then(|| self.id.clone())
    }

    fn view(self) -> impl IntoView {
        self.words
            .map(|words| view! { <p class="field__error" id=self.id>{words}</p> })
    }
}

/// What surrounds each control: its label, its help, and what was wrong with it.
#[component]
fn Labelled(
    name: &'static str,
    label: &'static str,
    help: Option<&'static str>,
    trouble: Trouble,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            {children()}
            {help.map(|help| view! { <p class="field__help">{help}</p> })}
            {trouble.view()}
        </div>
    }
}

fn state() -> FormState {
    use_context().unwrap_or_default()
}

/// A line of text. What was typed before a refusal stands in it again.
#[component]
pub fn Field(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] help: Option<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] maxlength: Option<usize>,
) -> impl IntoView {
    let state = state();
    let typed = state.value(name);
    let value = if typed.is_empty() { value } else { typed };
    let trouble = Trouble::of(locale, &state, name, label);
    let (invalid, described) = (trouble.is_there(), trouble.described_by());
    view! {
        <Labelled name label help trouble>
            <input
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                required=required
                maxlength=maxlength.map(|it| it.to_string())
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
            />
        </Labelled>
    }
    .into_any()
}

/// A password. Pasting and password managers are welcome; nothing typed comes back.
#[component]
pub fn PasswordField(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional)] help: Option<&'static str>,
) -> impl IntoView {
    let trouble = Trouble::of(locale, &state(), name, label);
    let (invalid, described) = (trouble.is_there(), trouble.described_by());
    view! {
        <Labelled name label help trouble>
            <input
                id=name
                name=name
                type="password"
                autocomplete=autocomplete
                required=true
                maxlength="512"
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
            />
        </Labelled>
    }
    .into_any()
}

/// Files.
#[component]
pub fn FileField(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    help: &'static str,
    /// Kinds that the browser offers first.
    accept: &'static str,
    /// One alone.
    #[prop(optional)]
    single: bool,
) -> impl IntoView {
    let trouble = Trouble::of(locale, &state(), name, label);
    let (invalid, described) = (trouble.is_there(), trouble.described_by());
    view! {
        <Labelled name label help=Some(help) trouble>
            <input
                id=name
                name=name
                type="file"
                accept=accept
                multiple=!single
                required=true
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
            />
        </Labelled>
    }
    .into_any()
}

/// A choice of one among several.
#[component]
pub fn SelectField(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    /// Keys and words.
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let state = state();
    let typed = state.value(name);
    let chosen = if typed.is_empty() { value } else { typed };
    let trouble = Trouble::of(locale, &state, name, label);
    view! {
        <Labelled name label help=None trouble>
            <select id=name name=name>
                {options
                    .into_iter()
                    .map(|(key, words)| {
                        let selected = key == chosen;
                        view! { <option value=key selected=selected>{words}</option> }
                    })
                    .collect_view()}
            </select>
        </Labelled>
    }
    .into_any()
}

/// A box to tick.
#[component]
pub fn CheckField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What is sent when it is ticked.
    #[prop(default = "yes")]
    value: &'static str,
    ticked: bool,
    #[prop(optional)] help: Option<&'static str>,
) -> impl IntoView {
    let (id, of) = (name.clone(), name.clone());
    view! {
        <div class="field field--check">
            <label class="check" for=of>
                <input type="checkbox" id=id name=name value=value checked=ticked />
                <span>{label}</span>
            </label>
            {help.map(|help| view! { <p class="field__help">{help}</p> })}
        </div>
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub fn TextArea(
    locale: Locale,
    name: &'static str,
    label: &'static str,
    #[prop(default = 5)] rows: u16,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] help: Option<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let state = state();
    // Leptos writes a textarea's children as they are, so a person's text is escaped here.
    let typed = state.value(name);
    let typed = escaped(if typed.is_empty() { &value } else { &typed });
    let trouble = Trouble::of(locale, &state, name, label);
    let (invalid, described) = (trouble.is_there(), trouble.described_by());
    view! {
        <Labelled name label help trouble>
            <textarea
                id=name
                name=name
                rows=rows.to_string()
                required=required
                maxlength=maxlength.map(|it| it.to_string())
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
                inner_html=typed
            ></textarea>
        </Labelled>
    }
    .into_any()
}

/// A person's text as the inside of a `textarea`.
pub fn escaped(text: &str) -> String {
    // A newline right behind the tag would be dropped; one more keeps the text whole.
    let start = if text.starts_with('\n') { "\n" } else { "" };
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    format!("{start}{text}")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_text_ends_its_field() {
        assert_eq!(
            escaped("</textarea><script>alert(1)</script>&"),
            "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"
        );
        assert_eq!(escaped("\na"), "\n\na");
    }
}
