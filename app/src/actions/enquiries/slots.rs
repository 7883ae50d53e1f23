//! Times as forms give them.

use crate::form::Form;
use durbar_domain::{FieldError, enquiry::Slot, error::Problem};
use jiff::Timestamp;

/// Fields of times; see `components::form::SlotFields`.
pub const FIELDS: [&str; 3] = ["slot_1", "slot_2", "slot_3"];

/// The times a form proposes at `now`; what is wrong with one is told of its own field.
pub fn proposed(form: &Form, problems: &mut Vec<FieldError>, now: Timestamp) -> Vec<Slot> {
    let length = u32::from(*Slot::MINUTES.start())..=u32::from(*Slot::MINUTES.end());
    let Some(minutes) = form.number("minutes", length, problems) else {
        return Vec::new();
    };
    let minutes = u16::try_from(minutes).unwrap_or(u16::MAX);
    let given: Vec<_> = FIELDS
        .into_iter()
        .filter(|field| !form.text(field).trim().is_empty())
        .collect();
    if given.is_empty() {
        problems.push(FieldError::new(FIELDS[0], Problem::Empty));
    }
    given
        .into_iter()
        .filter_map(|field| {
            form.read(field, problems, |field, text| {
                let slot = Slot::parse_in_nepal(field, text, minutes)?;
                Slot::check_proposed(field, &[slot], now).map(|_| slot)
            })
        })
        .collect()
}

/// A time to agree to, as [`value`] wrote it.
pub fn chosen(field: &str, text: &str) -> Result<Slot, FieldError> {
    let malformed = || {
        let expected = value_pattern();
        FieldError::new(field, Problem::Malformed { expected })
    };
    if text.is_empty() {
        return Err(FieldError::new(field, Problem::Empty));
    }
    let (start, minutes) = text.split_once('/').ok_or_else(malformed)?;
    let start: Timestamp = start.parse().map_err(|_| malformed())?;
    Slot::new(field, start, minutes.parse().map_err(|_| malformed())?)
}

/// A time as the value of a choice.
pub fn value(slot: Slot) -> String {
    format!("{}/{}", slot.starts_at(), slot.minutes())
}

fn value_pattern() -> String {
    "2026-11-30T08:15:00Z/45".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Form::new(pairs.iter().map(owned))
    }

    #[test]
    fn each_time_answers_for_itself() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        let form = form(&[
            ("minutes", "45"),
            ("slot_1", "2026-11-30T14:00"),
            ("slot_2", "2026-11-20T14:00"),
            ("slot_3", "soon"),
        ]);
        let mut problems = Vec::new();
        let slots = proposed(&form, &mut problems, now);
        assert_eq!(slots.len(), 1);
        assert_eq!(value(slots[0]), "2026-11-30T08:15:00Z/45");
        assert_eq!(chosen("slot", &value(slots[0])), Ok(slots[0]));
        let fields: Vec<_> = problems.iter().map(|it| it.field.to_string()).collect();
        assert_eq!(fields, ["slot_2", "slot_3"]);
    }

    #[test]
    fn no_time_at_all_is_told_of_the_first() {
        let mut problems = Vec::new();
        let form = form(&[("minutes", "45"), ("slot_1", " ")]);
        assert!(proposed(&form, &mut problems, Timestamp::now()).is_empty());
        assert_eq!(problems, [FieldError::new("slot_1", Problem::Empty)]);
        for bad in [
            "",
            "/",
            "x/45",
            "2026-11-30T08:15:00Z/9999999",
            "2026-11-30T08:15:00Z",
        ] {
            assert!(chosen("slot", bad).is_err(), "{bad}");
        }
    }
}
