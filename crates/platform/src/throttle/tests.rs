//! Limits as they are reached and as they end.

use super::*;
use crate::{Embedded, embedded::Storage, testing::embedded};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).expect("a time")
}

async fn throttle(embedded: &Embedded) -> Throttle {
    let table = embedded.platform().table.clone();
    let secret = Secret::open(&table).await.expect("a secret");
    Throttle::new(table, &secret)
}

fn wait(outcome: Result<(), ThrottleError>) -> Option<u64> {
    match outcome {
        Ok(()) => None,
        Err(ThrottleError::TooMany { retry_after }) => Some(retry_after.as_secs()),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn delays_grow_up_to_the_longest_and_knocking_does_not_lengthen_them() {
    let embedded = embedded().await;
    let throttle = throttle(&embedded).await;
    let mut now = 0;
    let mut delays = Vec::new();
    for _ in 0..5 {
        let first = throttle
            .check_and_count(Purpose::SignIn, "a@b.np", at(now))
            .await;
        assert_eq!(wait(first), None);
    }
    for _ in 0..8 {
        let refused = throttle
            .check_and_count(Purpose::SignIn, "a@b.np", at(now))
            .await;
        let delay = wait(refused).expect("refused");
        // Knocking just before the end changes nothing.
        let early = at(now + i64::try_from(delay).expect("small") - 1);
        let again = throttle
            .check_and_count(Purpose::SignIn, "a@b.np", early)
            .await;
        assert_eq!(wait(again), Some(1));
        delays.push(delay);
        now += i64::try_from(delay).expect("small");
        let after = throttle
            .check_and_count(Purpose::SignIn, "a@b.np", at(now))
            .await;
        assert_eq!(wait(after), None);
    }
    assert_eq!(delays, [30, 60, 120, 240, 480, 900, 900, 900]);
    let other = throttle
        .check_and_count(Purpose::SignIn, "c@d.np", at(now))
        .await;
    assert_eq!(wait(other), None, "another subject");
    let other = throttle
        .check_and_count(Purpose::SecondStep, "a@b.np", at(now))
        .await;
    assert_eq!(wait(other), None, "another purpose");
}

#[tokio::test]
async fn a_success_and_a_long_pause_forget_the_attempts() {
    let embedded = embedded().await;
    let throttle = throttle(&embedded).await;
    let use_up = async |now: i64| {
        for _ in 0..5 {
            let free = throttle
                .check_and_count(Purpose::SignIn, "a@b.np", at(now))
                .await;
            assert_eq!(wait(free), None);
        }
        let refused = throttle
            .check_and_count(Purpose::SignIn, "a@b.np", at(now))
            .await;
        assert_eq!(wait(refused), Some(30));
    };
    use_up(0).await;
    throttle
        .forget(Purpose::SignIn, "a@b.np")
        .await
        .expect("forgotten");
    use_up(1).await;
    use_up(1 + 24 * 3_600).await;
}

#[tokio::test]
async fn a_window_ends_by_the_clock() {
    let embedded = embedded().await;
    let throttle = throttle(&embedded).await;
    // 1_795_000_000 is 400 s into its hour.
    for second in 0..20 {
        let free = throttle
            .check_and_count(Purpose::Enquiry, "a@b.np", at(second))
            .await;
        assert_eq!(wait(free), None);
    }
    let refused = throttle
        .check_and_count(Purpose::Enquiry, "a@b.np", at(30))
        .await;
    assert_eq!(wait(refused), Some(3_600 - 430));
    let after = throttle
        .check_and_count(Purpose::Enquiry, "a@b.np", at(3_600 - 400))
        .await;
    assert_eq!(wait(after), None);
}

#[tokio::test]
async fn of_many_attempts_at_once_no_more_pass_than_one_by_one() {
    let embedded = embedded().await;
    let throttle = throttle(&embedded).await;
    for (purpose, limit) in [(Purpose::SignIn, 5), (Purpose::Enquiry, 20)] {
        let attempts = (0..30).map(|_| throttle.check_and_count(purpose, "a@b.np", at(0)));
        let outcomes = futures::future::join_all(attempts).await;
        let passed = outcomes
            .into_iter()
            .map(wait)
            .filter(Option::is_none)
            .count();
        assert!((1..=limit).contains(&passed), "{passed}");
    }
}

#[tokio::test]
async fn counters_outlive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..2 {
        let storage = Storage::Folder(folder.path().to_owned());
        let embedded = Embedded::start(storage).await.expect("started");
        let throttle = throttle(&embedded).await;
        for _ in 0..5 * (1 - round) {
            let free = throttle
                .check_and_count(Purpose::SecondStep, "x", at(0))
                .await;
            assert_eq!(wait(free), None);
        }
        let refused = throttle
            .check_and_count(Purpose::SecondStep, "x", at(1))
            .await;
        assert_eq!(wait(refused), Some(59));
        drop(throttle);
        embedded.stop().await;
    }
}

#[test]
fn an_ipv6_network_is_one_client() {
    let subject = |text: &str| client_subject(text.parse().expect("an address"));
    assert_eq!(subject("203.0.113.9"), "203.0.113.9");
    assert_eq!(subject("::ffff:203.0.113.9"), "203.0.113.9");
    assert_eq!(subject("2001:db8:1:2:3::4"), subject("2001:db8:1:2::9"));
    assert_ne!(subject("2001:db8:1:2::9"), subject("2001:db8:1:3::9"));
}
