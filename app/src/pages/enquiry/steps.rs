//! The steps that are a visitor's to take from where the viewing stands, and their forms.

use super::thread::Shown;
use crate::{
    actions::slot_value,
    components::{
        form::{ActionForm, ButtonForm, SlotFields, TextArea},
        problem::problem_words,
        slot_time::SlotTime,
    },
    form::FormState,
    visitor::Visitor,
};
use durbar_domain::{
    Locale,
    enquiry::{Party, Slot, State, Step},
    policy::{Operation, Refusal},
};
use durbar_messages::enquiry as words;
use leptos::prelude::*;

/// The steps that can be taken.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    /// Why a broker can't decide just now: they do so with their second factor only.
    pub refusal: Option<Refusal>,
    pub choose: bool,
    propose: bool,
    decline: bool,
    cancel: bool,
    close: bool,
}

impl Steps {
    pub fn of(shown: &Shown, visitor: &Visitor) -> Self {
        let party = shown.thread.party;
        let refusal = match party {
            Party::Broker => visitor
                .may(Operation::DecideViewing, shown.thread.relation)
                .err(),
            Party::Buyer => None,
        };
        let may = |step: &Step| {
            let decides = refusal.is_none() || *step == Step::Close;
            decides && shown.thread.enquiry.state.allows(party, step, shown.now)
        };
        Self {
            refusal,
            choose: open_slots(shown)
                .first()
                .is_some_and(|slot| may(&Step::Confirm { slot: *slot })),
            propose: may(&Step::ProposeSlots { slots: Vec::new() }),
            decline: may(&Step::Decline),
            cancel: may(&Step::Cancel),
            close: may(&Step::Close),
        }
    }

    /// Whether this action has a form on the page that says itself why it was refused.
    pub fn has_form(self, action: &str) -> bool {
        match action {
            "confirm-slot" => self.choose,
            "propose-slots" => self.propose,
            "decline-viewing" => self.decline,
            _ => false,
        }
    }
}

/// Proposed times that have not begun.
pub(super) fn open_slots(shown: &Shown) -> Vec<Slot> {
    match &shown.thread.enquiry.state {
        State::SlotsProposed { slots, .. } => slots
            .iter()
            .copied()
            .filter(|slot| slot.starts_at() > shown.now)
            .collect(),
        _ => Vec::new(),
    }
}

#[component]
pub(super) fn StepForms(locale: Locale, shown: Shown, steps: Steps) -> impl IntoView {
    let (slots, is_first) = (open_slots(&shown), shown.thread.enquiry.visit.is_none());
    let propose = match is_first {
        true => words::propose_first(locale),
        false => words::propose(locale),
    };
    let refused = |action| !FormState::of(action).action.is_empty();
    let [to_choose, to_propose, to_decline] = [(); 3].map(|()| shown.clone());
    let fields = hidden(&shown);
    let button = |action, submit: &'static str, shown: bool| {
        let fields = fields.clone();
        shown.then(|| view! { <ButtonForm action submit=submit.to_owned() fields /> })
    };
    view! {
        {steps.choose.then(move || view! {
            <ActionForm locale action="confirm-slot" submit=words::confirm(locale)>
                <Hidden shown=to_choose.clone() />
                <SlotChoice locale slots=slots.clone() />
            </ActionForm>
        })}
        {steps.propose.then(move || view! {
            <details class="more" open=refused("propose-slots")>
                <summary>{propose}</summary>
                <ActionForm locale action="propose-slots" submit=words::propose_send(locale) quiet=true>
                    <Hidden shown=to_propose.clone() />
                    <SlotFields locale legend=words::slots_other(locale) />
                </ActionForm>
            </details>
        })}
        {steps.decline.then(move || view! {
            <details class="more" open=refused("decline-viewing")>
                <summary>{words::decline(locale)}</summary>
                <ActionForm locale action="decline-viewing" submit=words::decline(locale) quiet=true>
                    <Hidden shown=to_decline.clone() />
                    <TextArea
                        locale
                        name="reason"
                        label=words::reason(locale)
                        rows=3
                        required=false
                        maxlength=4_000
                    />
                </ActionForm>
            </details>
        })}
        <div class="enquiry__ways">
            {button("cancel-viewing", words::cancel(locale), steps.cancel)}
            {button("close-enquiry", words::close(locale), steps.close)}
        </div>
    }
    .into_any()
}

/// One of several times.
#[component]
fn SlotChoice(locale: Locale, slots: Vec<Slot>) -> impl IntoView {
    let state: FormState = use_context().unwrap_or_default();
    let typed = state.value("slot");
    let trouble = state
        .problem("slot")
        .map(|problem| problem_words(locale, words::choose(locale), problem));
    let described = trouble.is_some().then_some("slot-error");
    let only = slots.len() == 1;
    view! {
        <fieldset class="field-group" aria-describedby=described>
            <legend>{words::choose(locale)}</legend>
            <div class="choices">
                {slots
                    .into_iter()
                    .map(|slot| {
                        let value = slot_value(slot);
                        let checked = only || value == typed;
                        view! {
                            <label class="choice">
                                <input type="radio" name="slot" value=value checked=checked required=true />
                                <span class="choice__name"><SlotTime locale time=slot /></span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            {trouble.map(|text| view! { <p class="field__error" id="slot-error">{text}</p> })}
        </fieldset>
    }
    .into_any()
}

/// What every form of a thread carries: where the enquiry stood, and a guest's secret.
fn hidden(shown: &Shown) -> Vec<(&'static str, String)> {
    let mut fields = vec![("version", shown.thread.enquiry.version.to_string())];
    if !shown.key.is_empty() {
        fields.push(("key", shown.key.clone()));
    }
    fields
}

/// The same as fields.
#[component]
pub(super) fn Hidden(shown: Shown) -> impl IntoView {
    hidden(&shown)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
}
