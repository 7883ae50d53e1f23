//! The way back from what was just removed.

use crate::{
    components::{
        form::ButtonForm,
        notice::{Notice, Tone},
    },
    pages::account::query,
};
use durbar_domain::{Locale, NoteId, PropertyId, ShortlistId};
use durbar_messages::shortlist as words;
use leptos::prelude::*;

/// Names the form that takes a removal back, and its fields; see `removed` of the actions.
struct Removed {
    text: &'static str,
    action: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl Removed {
    /// What the page's address says was removed, if it says so rightly.
    fn read(locale: Locale, kind: &str, what: &str) -> Option<Self> {
        match kind {
            "note" => {
                let (note, version) = what.split_once('.')?;
                let (note, version): (NoteId, u64) = (note.parse().ok()?, version.parse().ok()?);
                Some(Self {
                    text: words::note_removed(locale),
                    action: "restore-note",
                    fields: vec![("note", note.to_string()), ("version", version.to_string())],
                })
            }
            "home" => Some(Self {
                text: words::home_removed(locale),
                action: "put-back-home",
                fields: vec![("listing", what.parse::<PropertyId>().ok()?.to_string())],
            }),
            "list" => Some(Self {
                text: words::list_removed(locale),
                action: "restore-shortlist",
                fields: vec![("list", what.parse::<ShortlistId>().ok()?.to_string())],
            }),
            _ => None,
        }
    }
}

/// Says what was removed, and offers to bring it back.
#[component]
pub fn Undo(locale: Locale) -> impl IntoView {
    let removed = Removed::read(locale, &query("removed"), &query("what"));
    let Some(Removed {
        text,
        action,
        fields,
    }) = removed
    else {
        return ().into_any();
    };
    view! {
        <div class="undo" role="status">
            <Notice tone=Tone::Calm>
                <p>{text}</p>
                <ButtonForm action submit=words::undo(locale).to_owned() fields />
            </Notice>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Removed;
    use durbar_domain::Locale;

    #[test]
    fn an_address_names_what_it_brings_back_or_nothing() {
        let note = "nte_00000000010000000000000001";
        let read = |kind, what: &str| Removed::read(Locale::En, kind, what).map(|it| it.action);
        for (kind, what) in [
            ("note", note),
            ("note", "x.1"),
            ("home", note),
            ("list", "<b>"),
            ("else", "x"),
            ("", ""),
        ] {
            assert_eq!(read(kind, what), None, "{kind} {what}");
        }
        let home = "prp_00000000010000000000000001";
        assert_eq!(read("home", home), Some("put-back-home"));
    }
}
