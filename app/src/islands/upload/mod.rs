//! Uploading files of a listing. Without scripting it is a form that brings one file; in the
//! browser many go at once, straight to the store, each with its progress, and can be paused.

use durbar_domain::{
    Locale, PropertyId,
    media::{Audience, MediaKind},
};
use durbar_messages::{Label, media as words};
use leptos::prelude::*;
use strum::VariantArray;

#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod sending;

/// How far a file has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "set in the browser")
)]
pub(super) enum Stage {
    Waiting,
    Sending,
    Paused,
    /// The connection broke off.
    BrokenOff,
    Sent,
    /// In words.
    Refused(String),
}

/// A file that was chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub number: u32,
    pub name: StoredValue<String>,
    pub stage: RwSignal<Stage>,
    /// Of a hundred.
    pub percent: RwSignal<u32>,
}

/// The form, and what was chosen with it.
#[island(lazy)]
pub fn UploadFiles(locale: Locale, listing_id: PropertyId) -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let kind = RwSignal::new(MediaKind::Picture);
    let form = NodeRef::<leptos::html::Form>::new();
    Effect::new(move |_| enhance(form));
    let chosen = move |event: leptos::ev::Event| {
        kind.set(
            event_target_value(&event)
                .parse()
                .unwrap_or(MediaKind::Picture),
        );
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        begin(form, rows, locale, listing_id);
    };
    let limits = move || match kind.get() {
        MediaKind::Picture => words::limits_picture(locale),
        MediaKind::Panorama => words::limits_panorama(locale),
        MediaKind::Film => words::limits_film(locale),
        MediaKind::FloorPlan => words::limits_floor_plan(locale),
    };
    view! {
        <form
            class="form upload"
            id="upload"
            method="post"
            enctype="multipart/form-data"
            node_ref=form
            on:submit=submit
        >
            <input type="hidden" name="action" value="upload" />
            <div class="field">
                <label class="field__label" for="upload-kind">{words::kind(locale)}</label>
                <select id="upload-kind" name="kind" on:change=chosen>
                    {MediaKind::VARIANTS
                        .iter()
                        .map(|kind| view! { <option value=kind.key()>{kind.label(locale)}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label class="field__label" for="upload-audience">{words::audience(locale)}</label>
                <select id="upload-audience" name="audience">
                    {Audience::VARIANTS
                        .iter()
                        .map(|it| view! { <option value=it.key()>{it.label(locale)}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label class="field__label" for="upload-file">{words::choose(locale)}</label>
                <input
                    id="upload-file"
                    name="file"
                    type="file"
                    required=true
                    accept=move || kind.get().content_types().join(",")
                    aria-describedby="upload-help"
                />
                <p class="field__help" id="upload-help">{limits}</p>
                <noscript><p class="field__help">{words::limits_form(locale)}</p></noscript>
            </div>
            <p class="form__submit">
                <button class="button" type="submit">{words::upload(locale)}</button>
            </p>
        </form>
        <ul class="uploads" role="list">
            <For each=move || rows.get() key=|row| row.number let:row>
                <Line locale row rows listing_id />
            </For>
        </ul>
    }
}

/// A file that was chosen, with what can be done about it.
#[component]
fn Line(
    locale: Locale,
    row: Row,
    rows: RwSignal<Vec<Row>>,
    listing_id: PropertyId,
) -> impl IntoView {
    let name = row.name.get_value();
    let label = name.clone();
    let percent = move || row.percent.get().to_string();
    let said = move || match row.stage.get() {
        Stage::Waiting => words::waiting(locale).to_owned(),
        Stage::Sending => words::sending(locale, percent()),
        Stage::Paused => words::paused(locale, percent()),
        Stage::BrokenOff => words::broken_off(locale).to_owned(),
        Stage::Sent => words::sent(locale).to_owned(),
        Stage::Refused(why) => why,
    };
    let can_pause = move || matches!(row.stage.get(), Stage::Sending | Stage::Waiting);
    let can_go_on = move || matches!(row.stage.get(), Stage::Paused | Stage::BrokenOff);
    let is_over = move || matches!(row.stage.get(), Stage::Sent | Stage::Refused(_));
    view! {
        <li class="uploads__row">
            <span class="uploads__name">{name}</span>
            <progress
                max="100"
                value=percent
                aria-label=move || words::progress(locale, label.clone(), percent())
            ></progress>
            <span class="uploads__said" role="status">{said}</span>
            <span class="uploads__ways">
                <button
                    type="button"
                    class="button button--quiet button--small"
                    hidden=move || !can_pause()
                    on:click=move |_| pause(row)
                >
                    {words::pause(locale)}
                </button>
                <button
                    type="button"
                    class="button button--quiet button--small"
                    hidden=move || !can_go_on()
                    on:click=move |_| go_on(row, locale, listing_id)
                >
                    {words::resume(locale)}
                </button>
                <button
                    type="button"
                    class="button button--quiet button--small"
                    hidden=is_over
                    on:click=move |_| cancel(row, rows, listing_id)
                >
                    {words::cancel(locale)}
                </button>
            </span>
        </li>
    }
    .into_any()
}

#[cfg(target_arch = "wasm32")]
use live::{begin, cancel, enhance, go_on, pause};

/// Only browsers upload many files at once.
#[cfg(not(target_arch = "wasm32"))]
fn begin(_: NodeRef<leptos::html::Form>, _: RwSignal<Vec<Row>>, _: Locale, _: PropertyId) {}
#[cfg(not(target_arch = "wasm32"))]
fn cancel(_: Row, _: RwSignal<Vec<Row>>, _: PropertyId) {}
#[cfg(not(target_arch = "wasm32"))]
fn enhance(_: NodeRef<leptos::html::Form>) {}
#[cfg(not(target_arch = "wasm32"))]
fn go_on(_: Row, _: Locale, _: PropertyId) {}
#[cfg(not(target_arch = "wasm32"))]
fn pause(_: Row) {}
