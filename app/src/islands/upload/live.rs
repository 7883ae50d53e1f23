//! What the buttons do, and which file goes next.

use super::{
    Row, Stage, files,
    sending::{self, Ended},
};
use crate::server_functions::abort_upload;
use durbar_domain::{
    Locale, MediaId, PropertyId,
    media::{Audience, MediaKind, NewUpload},
};
use leptos::{html::Form, prelude::*};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, FormData, HtmlFormElement, HtmlInputElement, XmlHttpRequest};

/// Files sent at a time.
const AT_ONCE: usize = 3;

/// What the browser keeps of a file.
pub(super) struct Job {
    pub row: Row,
    pub file: File,
    pub upload: NewUpload,
    /// Once the server knows of it.
    pub media_id: Option<MediaId>,
    /// What is being sent just now.
    pub request: Option<XmlHttpRequest>,
}

thread_local! {
    static JOBS: RefCell<BTreeMap<u32, Job>> = const { RefCell::new(BTreeMap::new()) };
    /// No number comes twice, as the rows of what was sent stay on the page.
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Something of a file's job; `None` once it was given up.
pub(super) fn with<T>(number: u32, look: impl FnOnce(&mut Job) -> T) -> Option<T> {
    JOBS.with_borrow_mut(|jobs| jobs.get_mut(&number).map(look))
}

/// Lets many files be chosen at once, and follows the work on those that are there.
pub fn enhance(form: NodeRef<Form>) {
    if let Some(input) = form.get().and_then(|form| file_input(&form)) {
        input.set_multiple(true);
    }
    files::follow();
}

fn file_input(form: &HtmlFormElement) -> Option<HtmlInputElement> {
    let input = form.query_selector("input[type=file]").ok().flatten()?;
    input.dyn_into().ok()
}

/// Takes the files that were chosen.
pub fn begin(form: NodeRef<Form>, rows: RwSignal<Vec<Row>>, locale: Locale, listing: PropertyId) {
    let Some(form) = form.get() else { return };
    let Ok(data) = FormData::new_with_form(&form) else {
        return;
    };
    let text = |name: &str| data.get(name).as_string().unwrap_or_default();
    let kind: MediaKind = text("kind").parse().unwrap_or(MediaKind::Picture);
    let audience: Audience = text("audience").parse().unwrap_or(Audience::Public);
    for file in data.get_all("file").iter() {
        let Ok(file) = file.dyn_into::<File>() else {
            continue;
        };
        let number = NEXT.replace(NEXT.get() + 1);
        let row = Row {
            number,
            name: StoredValue::new(file.name()),
            stage: RwSignal::new(Stage::Waiting),
            percent: RwSignal::new(0),
        };
        let upload = NewUpload {
            kind,
            audience,
            file_name: file.name(),
            bytes: file.size() as u64,
            content_type: file.type_(),
        };
        let job = Job {
            row,
            file,
            upload,
            media_id: None,
            request: None,
        };
        JOBS.with_borrow_mut(|jobs| jobs.insert(number, job));
        rows.update(|rows| rows.push(row));
    }
    // Kind and audience stay: what comes next is often of the same.
    if let Some(input) = file_input(&form) {
        input.set_value("");
    }
    send_waiting(locale, listing);
}

/// Begins with those that wait, as far as there is room.
fn send_waiting(locale: Locale, listing: PropertyId) {
    loop {
        let next = JOBS.with_borrow(|jobs| {
            let is = |row: &Row, stage: &Stage| row.stage.with_untracked(|it| it == stage);
            let sending = jobs.values().filter(|job| is(&job.row, &Stage::Sending));
            let has_room = sending.count() < AT_ONCE;
            let mut waiting = jobs.values().filter(|job| is(&job.row, &Stage::Waiting));
            waiting.next().filter(|_| has_room).map(|job| job.row)
        });
        let Some(row) = next else { return };
        row.stage.set(Stage::Sending);
        spawn_local(async move {
            let ended = sending::send(row.number, locale, listing).await;
            let paused = row.stage.with_untracked(|stage| *stage == Stage::Paused);
            match ended {
                Ended::Sent => {
                    row.percent.set(100);
                    row.stage.set(Stage::Sent);
                    JOBS.with_borrow_mut(|jobs| jobs.remove(&row.number));
                    files::follow();
                }
                Ended::Refused(why) => {
                    row.stage.set(Stage::Refused(why));
                    JOBS.with_borrow_mut(|jobs| jobs.remove(&row.number));
                }
                Ended::BrokenOff if !paused => row.stage.set(Stage::BrokenOff),
                Ended::BrokenOff | Ended::GivenUp => {}
            }
            send_waiting(locale, listing);
        });
    }
}

pub fn pause(row: Row) {
    row.stage.set(Stage::Paused);
    if let Some(Some(request)) = with(row.number, |job| job.request.take()) {
        // Its end is noticed by who waits for it.
        let _ = request.abort();
    }
}

pub fn go_on(row: Row, locale: Locale, listing: PropertyId) {
    row.stage.set(Stage::Waiting);
    send_waiting(locale, listing);
}

/// Forgets a file, here and on the server.
pub fn cancel(row: Row, rows: RwSignal<Vec<Row>>, listing: PropertyId) {
    let job = JOBS.with_borrow_mut(|jobs| jobs.remove(&row.number));
    rows.update(|rows| rows.retain(|it| it.number != row.number));
    let Some(job) = job else { return };
    if let Some(request) = job.request {
        let _ = request.abort();
    }
    if let Some(media_id) = job.media_id {
        spawn_local(async move {
            // What isn't forgotten now is so after a day.
            let _ = abort_upload(listing, media_id).await;
            files::follow();
        });
    }
}
