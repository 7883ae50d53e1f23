//! Numbers, slots, every step from everywhere, calendar files.

use super::*;
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-11-22T06:00:00Z".parse().expect("a time")
}

fn slot(hours: i64) -> Slot {
    let start = now() + SignedDuration::from_hours(hours);
    Slot::new("slot", start, 60).expect("a slot")
}

fn phone(text: &str) -> Option<String> {
    let number = PhoneNumber::parse("phone", text).ok()?;
    Some(number.as_str().to_owned())
}

#[test]
fn numbers_of_nepal_get_their_country() {
    let mobile = Some("+9779812345678".to_owned());
    for text in [
        "9812345678",
        " 981-234-5678 ",
        "+977 9812345678",
        "+977-981.234.5678",
        "00977 9812345678",
        "9779812345678",
        "९८१२३४५६७८",
        "(981) 2345678",
    ] {
        assert_eq!(phone(text), mobile, "{text:?}");
    }
    assert_eq!(phone("01-4412345"), Some("+97714412345".to_owned()));
    assert_eq!(
        phone("+44 20 7946 0958"),
        Some("+442079460958".to_owned()),
        "other countries keep theirs"
    );
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "",
        " ",
        "981234567",
        "98123456789",
        "1812345678",
        "+",
        "+0123456789",
        "+1234567",
        "+1234567890123456",
        "+977981234567",
        "++9779812345678",
        "98123x5678",
        "9812345678\r\nBcc: a",
        "+9779812345678;ext=1",
        "٩٨١٢٣٤٥٦٧٨",
    ] {
        assert_eq!(phone(text), None, "{text:?}");
    }
    let number = PhoneNumber::parse("phone", "9812345678").expect("a number");
    assert!(!format!("{number:?}").contains("98"));
}

#[test]
fn parties_are_1_to_20() {
    assert!(PartySize::new("party_size", 0).is_err());
    assert!(PartySize::new("party_size", 21).is_err());
    for people in 1..=20 {
        let size = PartySize::new("party_size", people).expect("a size");
        assert_eq!(size.people(), people);
    }
    assert!(serde_json::from_str::<PartySize>("200").is_err());
}

#[test]
fn slots_are_of_nepal_and_have_a_length() {
    let afternoon = Slot::parse_in_nepal("slot", "2026-11-30T14:00", 45).expect("a slot");
    assert_eq!(afternoon.starts_at().to_string(), "2026-11-30T08:15:00Z");
    assert_eq!(afternoon.ends_at().to_string(), "2026-11-30T09:00:00Z");
    assert_eq!(
        afternoon.start_in_nepal().to_string(),
        "2026-11-30T14:00:00"
    );
    for minutes in [0, 29, 181, u16::MAX] {
        assert!(Slot::new("slot", now(), minutes).is_err(), "{minutes}");
    }
    for text in ["", "tomorrow", "2026-13-01T10:00", "99999-01-01T00:00"] {
        assert!(Slot::parse_in_nepal("slot", text, 60).is_err(), "{text:?}");
    }
    let stored = r#"{"starts_at":"2026-11-30T08:15:00Z","minutes":5}"#;
    assert!(serde_json::from_str::<Slot>(stored).is_err());
}

#[test]
fn proposed_slots_are_few_different_and_ahead() {
    let check = |slots: &[Slot]| Slot::check_proposed("slots", slots, now());
    let mixed = [slot(5), slot(2), slot(5)];
    assert_eq!(check(&mixed), Ok(vec![slot(2), slot(5)]));
    assert_eq!(check(&[slot(60 * 24)]), Ok(vec![slot(60 * 24)]));
    let six: Vec<_> = (1..=6).map(slot).collect();
    for refused in [&[][..], &[slot(0)], &[slot(-1)], &[slot(60 * 24 + 1)], &six] {
        let error = check(refused).expect_err("refused");
        assert_eq!(error.field, "slots");
    }
    // Six of which two are the same are five.
    let doubled = [slot(1), slot(2), slot(3), slot(4), slot(5), slot(5)];
    assert_eq!(check(&doubled).map(|slots| slots.len()), Ok(5));
}

/// From each state, what the buyer and the broker may do: Propose, Confirm, Decline, cAncel,
/// cLose.
const STEPS: &[(&str, &str, &str)] = &[
    // state         buyer   broker
    ("open", "P...L", "P...L"),
    ("buyer-proposed", "P..A.", "PCD.."),
    ("broker-proposed", "PC.A.", "P.D.."),
    ("confirmed", "P..A.", "P..A."),
    ("confirmed-past", "P..AL", "P..AL"),
    ("declined", "P...L", "P...L"),
    ("cancelled", "P...L", "P...L"),
    ("closed", ".....", "....."),
];

fn state(name: &str) -> State {
    let slots = vec![slot(24), slot(48)];
    let proposed = |by| State::SlotsProposed {
        by,
        slots: slots.clone(),
    };
    match name {
        "open" => State::Open,
        "buyer-proposed" => proposed(Party::Buyer),
        "broker-proposed" => proposed(Party::Broker),
        "confirmed" => State::Confirmed { slot: slot(24) },
        "confirmed-past" => State::Confirmed { slot: slot(-24) },
        "declined" => State::Declined,
        "cancelled" => State::Cancelled,
        "closed" => State::Closed,
        other => panic!("{other}"),
    }
}

/// A letter of [`STEPS`], the step it stands for, and where that leads.
type Case = (char, Step, fn(Party) -> State);

fn steps() -> [Case; 5] {
    [
        (
            'P',
            Step::ProposeSlots {
                slots: vec![slot(72)],
            },
            |by| State::SlotsProposed {
                by,
                slots: vec![slot(72)],
            },
        ),
        ('C', Step::Confirm { slot: slot(48) }, |_| {
            State::Confirmed { slot: slot(48) }
        }),
        ('D', Step::Decline, |_| State::Declined),
        ('A', Step::Cancel, |_| State::Cancelled),
        ('L', Step::Close, |_| State::Closed),
    ]
}

#[test]
fn every_step_from_everywhere_leads_where_the_table_says() {
    for (name, buyer, broker) in STEPS {
        for (party, allowed) in [(Party::Buyer, buyer), (Party::Broker, broker)] {
            for (letter, step, to) in steps() {
                let after = state(name).after(party, &step, now());
                if allowed.contains(letter) {
                    assert_eq!(after, Ok(to(party)), "{name} {party:?} {step:?}");
                } else {
                    let refused = Err(StepError::NotFromHere);
                    assert_eq!(after, refused, "{name} {party:?} {step:?}");
                }
            }
        }
    }
}

#[test]
fn only_a_proposed_slot_that_has_not_begun_is_confirmed() {
    let proposed = state("buyer-proposed");
    let confirm = |slot, at| proposed.after(Party::Broker, &Step::Confirm { slot }, at);
    assert!(confirm(slot(24), now()).is_ok());
    let refused =
        |outcome| matches!(outcome, Err(StepError::Invalid(error)) if error.field == "slot");
    assert!(refused(confirm(slot(25), now())));
    let longer = Slot::new("slot", slot(24).starts_at(), 90).expect("a slot");
    assert!(refused(confirm(longer, now())));
    assert!(refused(confirm(slot(24), now() + 24.hours())));
    assert!(confirm(slot(48), now() + 24.hours()).is_ok());
}

proptest! {
    #[test]
    fn no_walk_leaves_closed_or_confirms_what_was_not_proposed(
        walk in prop::collection::vec((any::<bool>(), 0..5_usize, 1..200_i64), 0..40)
    ) {
        let mut state = State::Open;
        for (buyer, choice, hour) in walk {
            let party = if buyer { Party::Buyer } else { Party::Broker };
            let mut step = steps()[choice].1.clone();
            if let (Step::Confirm { slot: wanted }, State::SlotsProposed { slots, .. }) =
                (&mut step, &state)
            {
                *wanted = slots[0];
            } else if let Step::ProposeSlots { slots } = &mut step {
                *slots = vec![slot(hour)];
            }
            let Ok(after) = state.after(party, &step, now()) else { continue };
            prop_assert_ne!(&state, &State::Closed);
            if let State::Confirmed { slot } = &after {
                let State::SlotsProposed { by, slots } = &state else {
                    return Err(TestCaseError::fail("confirmed out of nothing"));
                };
                prop_assert!(slots.contains(slot));
                prop_assert_ne!(*by, party);
            }
            state = after;
        }
    }
}

fn enquiry(state: State) -> Enquiry {
    Enquiry {
        enquiry_id: EnquiryId::from_parts(1, 1),
        version: 7,
        listing_id: PropertyId::from_parts(1, 1),
        broker_id: BrokerId::from_parts(1, 1),
        buyer: None,
        contact: Contact {
            name: Name::parse("name", "Anju").expect("a name"),
            email: EmailAddress::parse("email", "anju@example.com").expect("an address"),
            phone: PhoneNumber::parse("phone", "9812345678").expect("a number"),
            choice: ContactChoice::Viber,
        },
        locale: Locale::Ne,
        visit: None,
        state,
        messages: 1,
        answered_at: None,
        created_at: now(),
        modified_at: now(),
        in_charge: None,
    }
}

#[test]
fn an_agreed_viewing_is_a_calendar_file() {
    let entry = CalendarEntry {
        summary: "घर हेर्ने: इँटाको जाली; एक, दुई\\तीन\nEND:VCALENDAR\u{7}",
        place: "Bhaisepati",
        url: "https://durbar.example/enquiries/enq_1",
    };
    assert_eq!(calendar(&enquiry(State::Open), &entry), None);
    let agreed = enquiry(State::Confirmed { slot: slot(24) });
    let file = calendar(&agreed, &entry).expect("a file");
    assert!(file.split_inclusive("\r\n").all(|line| {
        line.ends_with("\r\n")
            && line.len() <= 77
            && !line.trim_end_matches("\r\n").contains(['\r', '\n'])
    }));
    let unfolded = file.replace("\r\n ", "");
    for line in [
        "UID:enq_00000000010000000000000001@durbar",
        "SEQUENCE:7",
        "DTSTAMP:20261122T060000Z",
        "DTSTART:20261123T060000Z",
        "DTEND:20261123T070000Z",
        "SUMMARY:घर हेर्ने: इँटाको जाली\\; एक\\, दुई\\\\तीन\\nEND:VCALENDAR",
        "STATUS:CONFIRMED",
    ] {
        let found = unfolded.split("\r\n").any(|found| found == line);
        assert!(found, "{line} is not in {unfolded}");
    }
    assert_eq!(unfolded.matches("END:VCALENDAR\r\n").count(), 2);
    assert_eq!(
        unfolded
            .lines()
            .filter(|line| *line == "END:VCALENDAR")
            .count(),
        1
    );
}

#[test]
fn enquiries_round_trip() {
    for (name, ..) in STEPS {
        let enquiry = enquiry(state(name));
        let json = serde_json::to_string(&enquiry).expect("it serialises");
        assert_eq!(serde_json::from_str::<Enquiry>(&json).ok(), Some(enquiry));
    }
}

#[test]
fn the_middle_answer_time_is_told_of_those_that_were_answered() {
    let answered = |minutes: i64| Enquiry {
        answered_at: Some(now() + SignedDuration::from_mins(minutes)),
        ..enquiry(State::Closed)
    };
    let waiting = enquiry(State::Closed);
    assert_eq!(median_answer_time([&waiting]), None);
    let many = [answered(600), answered(5), waiting, answered(30)];
    let minutes = |all: &[Enquiry]| median_answer_time(all).map(|it| it.as_mins());
    assert_eq!(minutes(&many), Some(30));
    assert_eq!(minutes(&many[..2]), Some(600), "of two the longer");
}
