//! Codes sent by mail.

use super::*;
use crate::identity::{
    IdentityError, SignIn,
    built_in::{CONFIRM_LIFETIME, RESET_LIFETIME},
    suite::{
        OTHER_PASSWORD, PASSWORD, account, assert_refused, chosen, device, done, email, typed,
    },
};

async fn signed_up(stage: &Stage, number: u64, password: &str) -> MailCode {
    let account = account(number, "anju@example.com");
    let outcome = stage.provider.sign_up(&account, &chosen(password)).await;
    sign_up_code(outcome.expect("signed up"))
}

#[tokio::test]
async fn a_code_confirms_once() {
    let stage = Stage::new().await;
    let code = signed_up(&stage, 1, PASSWORD).await;
    let (address, password, device) = (email("anju@example.com"), typed(PASSWORD), device());
    let confirm = || stage.provider.confirm(&address, &code, &password, &device);
    done(confirm().await);
    assert_refused!(confirm().await, IdentityError::WrongCode);
}

#[tokio::test]
async fn of_two_uses_at_once_one_succeeds() {
    let stage = Stage::new().await;
    let other = stage.another().await;
    let code = signed_up(&stage, 1, PASSWORD).await;
    let (address, password, device) = (email("anju@example.com"), typed(PASSWORD), device());
    let outcomes = tokio::join!(
        stage.provider.confirm(&address, &code, &password, &device),
        other.confirm(&address, &code, &password, &device),
    );
    let (won, lost) = match outcomes {
        (Ok(won), lost) => (won, lost),
        (lost, won) => (won.expect("one succeeds"), lost),
    };
    done(Ok(won));
    assert_refused!(lost, IdentityError::WrongCode);

    let mail = stage.provider.forgot_password(&address).await;
    let code = super::code(mail.expect("sent"));
    let (first, second) = (chosen(OTHER_PASSWORD), chosen("rain on the blue roof"));
    let (a, b) = tokio::join!(
        stage.provider.reset_password(&address, &code, &first),
        other.reset_password(&address, &code, &second),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_refused!(a.and(b), IdentityError::WrongCode);
}

#[tokio::test]
async fn codes_expire() {
    let stage = Stage::new().await;
    let code = signed_up(&stage, 1, PASSWORD).await;
    let (address, password, device) = (email("anju@example.com"), typed(PASSWORD), device());
    stage.turn(CONFIRM_LIFETIME);
    let late = stage
        .provider
        .confirm(&address, &code, &password, &device)
        .await;
    assert_refused!(late, IdentityError::CodeExpired);
    let nothing_waits = stage.provider.resend(&address).await.expect("answered");
    assert_eq!(nothing_waits, CodeMail::Nobody);

    let (_, _) = stage.member().await;
    let mail = stage.provider.forgot_password(&address).await;
    let code = super::code(mail.expect("sent"));
    stage.turn(RESET_LIFETIME);
    let late = stage
        .provider
        .reset_password(&address, &code, &chosen(OTHER_PASSWORD))
        .await;
    assert_refused!(late, IdentityError::CodeExpired);
}

#[tokio::test]
async fn the_latest_code_alone_works_and_for_its_address_and_purpose_alone() {
    let stage = Stage::new().await;
    let first = signed_up(&stage, 1, PASSWORD).await;
    let (address, password, device) = (email("anju@example.com"), typed(PASSWORD), device());
    let mail = stage.provider.resend(&address).await.expect("sent again");
    let second = super::code(mail);
    let confirm = |code| stage.provider.confirm(&address, code, &password, &device);
    assert_refused!(confirm(&first).await, IdentityError::WrongCode);
    let other = email("bina@example.com");
    let elsewhere = stage
        .provider
        .confirm(&other, &second, &password, &device)
        .await;
    assert_refused!(elsewhere, IdentityError::WrongCode);
    let otherwise = stage
        .provider
        .reset_password(&address, &second, &chosen(OTHER_PASSWORD))
        .await;
    assert_refused!(otherwise, IdentityError::WrongCode);
    done(confirm(&second).await);
}

#[tokio::test]
async fn a_sign_up_at_a_strangers_address_gives_its_maker_nothing() {
    let stage = Stage::new().await;
    let (address, device) = (email("anju@example.com"), device());
    // Somebody signs up before and after the owner of the address does.
    signed_up(&stage, 1, "the password of a thief").await;
    signed_up(&stage, 2, PASSWORD).await;
    let code = signed_up(&stage, 3, "the password of a thief").await;
    let confirmed = stage
        .provider
        .confirm(&address, &code, &typed(PASSWORD), &device)
        .await;
    assert_eq!(
        done(confirmed).account_id,
        account(2, "anju@example.com").account_id
    );
    let thief = typed("the password of a thief");
    let refused = stage.provider.sign_in(&address, &thief, &device).await;
    assert_refused!(refused, IdentityError::WrongCredentials);
}

#[tokio::test]
async fn the_owner_resets_a_password_although_guessing_goes_on_and_then_needs_not_wait() {
    let stage = Stage::new().await;
    let (account, _) = stage.member().await;
    let guess = async || {
        let guessed = typed("a wrong guess");
        stage
            .provider
            .sign_in(&account.email, &guessed, &device())
            .await
    };
    for _ in 0..5 {
        assert_refused!(guess().await, IdentityError::WrongCredentials);
    }
    assert_refused!(guess().await, IdentityError::TooManyAttempts { .. });
    let mail = stage.provider.forgot_password(&account.email).await;
    let code = super::code(mail.expect("sent"));
    let replaced = stage
        .provider
        .reset_password(&account.email, &code, &chosen(OTHER_PASSWORD))
        .await;
    replaced.expect("replaced");
    let signed_in = stage
        .provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    done(signed_in);
}

#[tokio::test]
async fn a_reset_does_not_get_round_the_second_factor() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    shared::enrol(&stage, &tokens.access_token).await;
    let mail = stage.provider.forgot_password(&account.email).await;
    let code = super::code(mail.expect("sent"));
    let replaced = stage
        .provider
        .reset_password(&account.email, &code, &chosen(OTHER_PASSWORD))
        .await;
    replaced.expect("replaced");
    let outcome = stage
        .provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    assert!(
        matches!(outcome, Ok(SignIn::MultiFactorRequired { .. })),
        "{outcome:?}"
    );
}
