//! Signing in: what a guesser finds out, and how often they may try.

use super::*;
use crate::identity::{
    IdentityError, SignIn,
    suite::{
        OTHER_PASSWORD, PASSWORD, account, assert_refused, chosen, device, done, email, typed,
    },
};

#[tokio::test]
async fn an_unknown_address_takes_the_same_work_and_answer() {
    let stage = Stage::new().await;
    let (known, _) = stage.member().await;
    let waiting = account(2, "bina@example.com");
    stage
        .provider
        .sign_up(&waiting, &chosen(PASSWORD))
        .await
        .expect("signed up");
    for address in [&known.email, &waiting.email, &email("nobody@example.com")] {
        let before = stage.provider.hasher.runs();
        let outcome = stage
            .provider
            .sign_in(address, &typed("a wrong guess"), &device())
            .await;
        assert_refused!(outcome, IdentityError::WrongCredentials);
        assert_eq!(stage.provider.hasher.runs() - before, 2, "{address}");
    }
}

#[tokio::test]
async fn a_strangers_own_sign_up_tells_nothing_of_an_account() {
    let stage = Stage::new().await;
    let (known, _) = stage.member().await;
    for (number, address) in [(2, known.email.as_str()), (3, "nobody@example.com")] {
        let theirs = account(number, address);
        let password = chosen(OTHER_PASSWORD);
        let signed_up = stage.provider.sign_up(&theirs, &password).await;
        signed_up.expect("answered");
        let outcome = stage
            .provider
            .sign_in(&theirs.email, &typed(OTHER_PASSWORD), &device())
            .await;
        assert_refused!(outcome, IdentityError::NotConfirmed);
    }
    let owner = stage
        .provider
        .sign_in(&known.email, &typed(PASSWORD), &device())
        .await;
    done(owner);
}

#[tokio::test]
async fn signing_up_takes_the_same_work_whether_or_not_the_address_is_taken() {
    let stage = Stage::new().await;
    let (taken, _) = stage.member().await;
    for (number, address) in [(2, taken.email.as_str()), (3, "nobody@example.com")] {
        let before = stage.provider.hasher.runs();
        let outcome = stage
            .provider
            .sign_up(&account(number, address), &chosen(PASSWORD))
            .await;
        outcome.expect("answered");
        assert_eq!(stage.provider.hasher.runs() - before, 1, "{address}");
    }
}

#[tokio::test]
async fn asking_for_a_code_answers_an_unknown_address_too() {
    let stage = Stage::new().await;
    let nobody = email("nobody@example.com");
    let forgot = stage
        .provider
        .forgot_password(&nobody)
        .await
        .expect("answered");
    assert_eq!(forgot, CodeMail::Nobody);
    let resend = stage.provider.resend(&nobody).await.expect("answered");
    assert_eq!(resend, CodeMail::Nobody);
    let (known, _) = stage.member().await;
    // Whoever has an account needs no code to confirm it.
    let resend = stage.provider.resend(&known.email).await.expect("answered");
    assert_eq!(resend, CodeMail::Nobody);
}

#[tokio::test]
async fn guessing_is_slowed_for_known_and_unknown_addresses_alike_and_the_delay_ends() {
    let stage = Stage::new().await;
    let (known, _) = stage.member().await;
    for address in [&known.email, &email("nobody@example.com")] {
        let guess = async || {
            stage
                .provider
                .sign_in(address, &typed("a wrong guess"), &device())
                .await
        };
        for _ in 0..5 {
            assert_refused!(guess().await, IdentityError::WrongCredentials);
        }
        let Err(IdentityError::TooManyAttempts { retry_after }) = guess().await else {
            panic!("not slowed")
        };
        assert_eq!(retry_after, Duration::from_secs(30));
    }
    // The right password has to wait as well, but not for long.
    let right = async || {
        stage
            .provider
            .sign_in(&known.email, &typed(PASSWORD), &device())
            .await
    };
    assert_refused!(right().await, IdentityError::TooManyAttempts { .. });
    assert_refused!(
        stage
            .another()
            .await
            .sign_in(&known.email, &typed(PASSWORD), &device())
            .await,
        IdentityError::TooManyAttempts { .. }
    );
    stage.turn(Duration::from_secs(30));
    done(right().await);
    // A success forgets the attempts before it.
    for _ in 0..4 {
        let guess = stage
            .provider
            .sign_in(&known.email, &typed("guess"), &device())
            .await;
        assert_refused!(guess, IdentityError::WrongCredentials);
    }
    done(right().await);
}

#[tokio::test]
async fn codes_and_sign_ups_are_limited_by_address() {
    let stage = Stage::new().await;
    let address = email("nobody@example.com");
    for _ in 0..5 {
        stage
            .provider
            .forgot_password(&address)
            .await
            .expect("answered");
    }
    let refused = stage.provider.forgot_password(&address).await;
    assert_refused!(refused, IdentityError::TooManyAttempts { .. });
    for number in 0..5 {
        let account = account(number, address.as_str());
        stage
            .provider
            .sign_up(&account, &chosen(PASSWORD))
            .await
            .expect("answered");
    }
    let account = account(9, address.as_str());
    let refused = stage.provider.sign_up(&account, &chosen(PASSWORD)).await;
    assert_refused!(refused, IdentityError::TooManyAttempts { .. });
}

#[tokio::test]
async fn a_disabled_account_is_told_so_only_with_its_password() {
    let stage = Stage::new().await;
    let (account, _) = stage.member().await;
    stage
        .provider
        .disable(account.account_id)
        .await
        .expect("disabled");
    let guess = stage
        .provider
        .sign_in(&account.email, &typed("guess"), &device())
        .await;
    assert_refused!(guess, IdentityError::WrongCredentials);
    let right = stage
        .provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(right, IdentityError::Disabled);
}

#[tokio::test]
async fn a_password_somebody_else_gave_opens_no_session_and_expires_as_a_step() {
    let stage = Stage::new().await;
    let account = account(1, "anju@example.com");
    let created = stage
        .provider
        .create_account(&account, &chosen(PASSWORD), true)
        .await;
    created.expect("created");
    let outcome = stage
        .provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let Ok(SignIn::NewPasswordRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        stage
            .provider
            .sessions(account.account_id)
            .await
            .expect("listed")
            .is_empty()
    );
    let as_second_factor = stage
        .provider
        .answer_multi_factor(&challenge, "000000")
        .await;
    assert_refused!(as_second_factor, IdentityError::CodeExpired);
    stage.turn(super::super::CHALLENGE_LIFETIME);
    let late = stage
        .provider
        .answer_new_password(&challenge, &chosen("blue temple rain"))
        .await;
    assert_refused!(late, IdentityError::CodeExpired);
}
