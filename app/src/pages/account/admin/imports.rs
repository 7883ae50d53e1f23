//! Imports of lists: sending one, and what became of those before.

use super::{AdminPage, IMPORTS, import::state_words, refused};
use crate::{
    components::{
        form::{ActionForm, FileField},
        slot_time::MinuteTime,
    },
    context::AppContext,
    locale::use_locale,
    pages::failure::failed,
    visitor::Visitor,
};
use durbar_domain::{Locale, import_run::ImportRun, policy::Operation};
use durbar_messages::import as words;
use leptos::prelude::*;

#[component]
pub fn ImportsPage() -> impl IntoView {
    let locale = use_locale();
    let (context, visitor) = (AppContext::get(), Visitor::get());
    if let Some(refused) = refused(locale, IMPORTS, Operation::ImportListings) {
        return refused;
    }
    Suspend::new(async move {
        let imports = &context.services.import_runs;
        match imports.list(&visitor.principal).await {
            Ok(runs) => view! { <Imports locale runs /> }.into_any(),
            Err(error) => failed(error),
        }
    })
    .into_any()
}

#[component]
fn Imports(locale: Locale, runs: Vec<ImportRun>) -> impl IntoView {
    let none = runs
        .is_empty()
        .then(|| view! { <p>{words::none(locale)}</p> });
    let rows = runs
        .into_iter()
        .map(|run| view! { <Row locale run /> })
        .collect_view();
    view! {
        <AdminPage locale path=IMPORTS title=words::title(locale)>
            <p>{words::text(locale)}</p>
            <ActionForm locale action="send-list" submit=words::send(locale) files=true>
                <FileField
                    locale
                    name="list"
                    label=words::list(locale)
                    help=words::list_help(locale)
                    accept=".csv,.jsonl,.ndjson,text/csv"
                    single=true
                />
                <FileField
                    locale
                    name="mapping"
                    label=words::mapping(locale)
                    help=words::mapping_help(locale)
                    accept=".toml,text/plain"
                    single=true
                />
            </ActionForm>
            <section class="section">
                <h2>{words::before(locale)}</h2>
                {none}
                <ol class="trail" role="list">{rows}</ol>
            </section>
        </AdminPage>
    }
    .into_any()
}

#[component]
fn Row(locale: Locale, run: ImportRun) -> impl IntoView {
    let to = locale.path(&format!("{IMPORTS}/{}", run.import_id));
    view! {
        <li class="trail__entry">
            <a href=to>{run.file_name.as_str().to_owned()}</a>
            ". " {state_words(locale, &run.state)}
            ". " <MinuteTime locale at=run.modified_at />
        </li>
    }
    .into_any()
}
