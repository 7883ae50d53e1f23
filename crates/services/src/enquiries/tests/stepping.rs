//! Steps and words of both sides.

use super::*;
use durbar_domain::{
    account::Principal,
    enquiry::{State, Step},
};

async fn asked() -> (Embedded, Enquiries, EnquiryId) {
    let (embedded, enquiries) = market().await;
    let sent = enquiries.send(&buyer(1), &wish(), HERE, now()).await;
    let id = sent.expect("sent").enquiry.enquiry_id;
    (embedded, enquiries, id)
}

async fn step(
    enquiries: &Enquiries,
    who: &Principal,
    id: EnquiryId,
    version: u64,
    step: Step,
) -> Result<Enquiry, ServiceError> {
    enquiries
        .step(who.into(), id, version, (step, None), now())
        .await
}

fn propose(hours: &[i64]) -> Step {
    Step::ProposeSlots {
        slots: hours.iter().copied().map(slot).collect(),
    }
}

#[tokio::test]
async fn the_two_agree_on_another_time_and_get_a_calendar_file() {
    let (_embedded, enquiries, id) = asked().await;
    let (maya, anju) = (buyer(1), broker_person(1));
    let calendar = async |who: &Principal| {
        enquiries
            .calendar(
                who.into(),
                id,
                "https://durbar.example/x",
                Locale::En,
                now(),
            )
            .await
    };
    assert!(matches!(calendar(&maya).await, Err(ServiceError::NotFound)));
    let words = Some(text("The owner is away until Friday."));
    let proposed = enquiries
        .step((&anju).into(), id, 1, (propose(&[72, 72]), words), now())
        .await
        .expect("proposed");
    assert_eq!((proposed.version, proposed.messages), (2, 2));
    let confirm = || Step::Confirm { slot: slot(72) };
    let agreed = step(&enquiries, &maya, id, 2, confirm()).await;
    let agreed = agreed.expect("confirmed");
    assert_eq!(agreed.state, State::Confirmed { slot: slot(72) });
    for who in [&maya, &anju] {
        let file = calendar(who).await.expect("a file");
        for line in [
            "SEQUENCE:3",
            "DTSTART:20261125T060000Z",
            "LOCATION:Bhaisepati",
        ] {
            assert!(file.contains(line), "{line} in {file}");
        }
    }
    assert!(calendar(&buyer(2)).await.is_err());
    let thread = enquiries.thread((&maya).into(), id, now()).await;
    let thread = thread.expect("a thread").messages;
    let steps: Vec<_> = thread.iter().map(|it| (it.by, it.step.clone())).collect();
    assert_eq!(
        steps,
        [
            (Party::Buyer, Some(propose(&[24, 48]))),
            (Party::Broker, Some(propose(&[72]))),
            (Party::Buyer, Some(confirm())),
        ]
    );
}

#[tokio::test]
async fn of_two_simultaneous_steps_one_is_a_conflict() {
    for _ in 0..5 {
        let (_embedded, enquiries, id) = asked().await;
        let (maya, anju) = (buyer(1), broker_person(1));
        let confirm = Step::Confirm { slot: slot(24) };
        let outcomes = futures::future::join(
            step(&enquiries, &maya, id, 1, Step::Cancel),
            step(&enquiries, &anju, id, 1, confirm),
        )
        .await;
        let (won, lost) = match outcomes {
            (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
            other => panic!("not one of each: {other:?}"),
        };
        assert!(
            matches!(lost, ServiceError::Conflict { current_version: 2 }),
            "{lost:?}"
        );
        let thread = enquiries.thread((&maya).into(), id, now()).await;
        let thread = thread.expect("a thread");
        assert_eq!((thread.enquiry, thread.messages.len()), (won, 2));
    }
}

#[tokio::test]
async fn words_that_come_at_the_same_moment_are_all_kept() {
    let (_embedded, enquiries, id) = asked().await;
    let (maya, anju) = (buyer(1), broker_person(1));
    let words = (0..6).map(|number| {
        let who = if number % 2 == 0 { &maya } else { &anju };
        enquiries.write(who.into(), id, text(&format!("Word {number}")), now())
    });
    for outcome in futures::future::join_all(words).await {
        outcome.expect("written");
    }
    let thread = enquiries.thread((&maya).into(), id, now()).await;
    let thread = thread.expect("a thread");
    assert_eq!(thread.messages.len(), 7);
    assert_eq!((thread.enquiry.version, thread.enquiry.messages), (7, 7));
}

#[tokio::test]
async fn steps_that_are_not_theirs_are_refused() {
    let (_embedded, enquiries, id) = asked().await;
    let (maya, anju) = (buyer(1), broker_person(1));
    let confirm = |hours| Step::Confirm { slot: slot(hours) };
    let own = step(&enquiries, &maya, id, 1, confirm(24)).await;
    assert_eq!(field(own), "step", "nobody confirms their own proposal");
    assert_eq!(
        field(step(&enquiries, &maya, id, 1, Step::Decline).await),
        "step"
    );
    assert_eq!(
        field(step(&enquiries, &anju, id, 1, confirm(25)).await),
        "slot"
    );
    assert_eq!(
        field(step(&enquiries, &anju, id, 1, propose(&[])).await),
        "slots"
    );
    for who in [buyer(2), broker_person(2), guest()] {
        let refused = step(&enquiries, &who, id, 1, Step::Cancel).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{who:?}");
        let refused = enquiries.write((&who).into(), id, text("Hm"), now()).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{who:?}");
    }
    let Principal::Person(mut person) = anju else {
        panic!("a broker is a person")
    };
    person.multi_factor = false;
    let weak = Principal::Person(person);
    let refused = step(&enquiries, &weak, id, 1, Step::Decline).await;
    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::MultiFactor))
    ));
    let refused = enquiries.write((&weak).into(), id, text("Hm"), now()).await;
    assert!(matches!(
        refused,
        Err(ServiceError::Refused(Refusal::MultiFactor))
    ));
    enquiries
        .write((&anju).into(), id, text("I shall look."), now())
        .await
        .expect("written");
    let stale = step(&enquiries, &anju, id, 1, Step::Decline).await;
    assert!(matches!(
        stale,
        Err(ServiceError::Conflict { current_version: 2 })
    ));
}

#[tokio::test]
async fn nothing_follows_a_closed_enquiry() {
    let (_embedded, enquiries, id) = asked().await;
    let (maya, anju) = (buyer(1), broker_person(1));
    step(&enquiries, &anju, id, 1, Step::Decline)
        .await
        .expect("declined");
    step(&enquiries, &maya, id, 2, Step::Close)
        .await
        .expect("closed");
    assert_eq!(
        field(step(&enquiries, &maya, id, 3, propose(&[24])).await),
        "step"
    );
    let words = enquiries.write((&anju).into(), id, text("Hm"), now()).await;
    assert_eq!(field(words), "step");
    let thread = enquiries.thread((&maya).into(), id, now()).await;
    assert_eq!(thread.expect("still to be read").messages.len(), 3);
}
