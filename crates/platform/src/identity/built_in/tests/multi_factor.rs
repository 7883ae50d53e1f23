//! The second factor.

use super::*;
use crate::identity::{
    Challenge, IdentityError, Proof, SignIn,
    suite::{
        OTHER_PASSWORD, PASSWORD, assert_refused, authenticator, chosen, device, done, enrol, typed,
    },
};

fn by_password(text: &str) -> Proof {
    Proof::Password(typed(text))
}

async fn challenge(stage: &Stage, account: &Account) -> Challenge {
    let outcome = stage
        .provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    match outcome {
        Ok(SignIn::MultiFactorRequired { challenge }) => challenge,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn setting_it_up_needs_the_password_and_a_code_of_the_secret_offered() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    let token = &tokens.access_token;
    let early = stage.provider.confirm_multi_factor(token, "123456").await;
    assert_refused!(early, IdentityError::NoMultiFactor);
    let unproven = stage
        .provider
        .begin_multi_factor(token, &by_password("guess"))
        .await;
    assert_refused!(unproven, IdentityError::WrongCredentials);
    let offered = stage
        .provider
        .begin_multi_factor(token, &by_password(PASSWORD))
        .await;
    let offered = offered.expect("offered");
    let address = offered.address.expose();
    assert!(
        address.starts_with("otpauth://totp/Durbar:anju%40example.com?"),
        "{address}"
    );
    assert!(address.contains(&format!("secret={}", offered.secret.expose())));
    assert!(offered.picture.expose().starts_with("<svg"));
    let wrong = stage.provider.confirm_multi_factor(token, "000000").await;
    assert_refused!(wrong, IdentityError::WrongCode);
    let state = stage.provider.multi_factor(token).await.expect("read");
    assert!(!state.enabled, "nothing changes before it is confirmed");
    let code = authenticator(&offered.secret, stage.now());
    let recovery = stage
        .provider
        .confirm_multi_factor(token, &code)
        .await
        .expect("confirmed");
    assert_eq!(recovery.len(), 10);
    let state = stage.provider.multi_factor(token).await.expect("read");
    assert!(state.enabled);
    assert_eq!(state.recovery_codes, 10);
}

#[tokio::test]
async fn the_session_that_set_it_up_has_it_from_its_next_refresh_and_the_others_end() {
    let stage = Stage::new().await;
    let (account, other) = stage.member().await;
    let tokens = done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    enrol(&stage, &tokens.access_token).await;
    let refreshed = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    let claims = stage
        .provider
        .verify(&refreshed.access_token)
        .await
        .expect("verified");
    assert!(claims.multi_factor);
    let live = stage
        .provider
        .session_is_live(account.account_id, other.session_id)
        .await;
    assert!(!live.expect("read"));
}

#[tokio::test]
async fn a_code_works_once_and_one_step_beside_its_own() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let secret = enrol(&stage, &tokens.access_token).await;
    let used = authenticator(&secret, stage.now());
    let waiting = challenge(&stage, &account).await;
    // The code that set it up is used up.
    let again = stage.provider.answer_multi_factor(&waiting, &used).await;
    assert_refused!(again, IdentityError::WrongCode);
    let step = Duration::from_secs(30);
    stage.turn(10 * step);
    let waiting = challenge(&stage, &account).await;
    let code_of =
        |steps: i64| authenticator(&secret, stage.now() + SignedDuration::from_secs(30 * steps));
    for beside in [-2, 2] {
        let refused = stage
            .provider
            .answer_multi_factor(&waiting, &code_of(beside))
            .await;
        assert_refused!(refused, IdentityError::WrongCode);
    }
    let next = code_of(1);
    done(stage.provider.answer_multi_factor(&waiting, &next).await);
    // Neither that one nor an earlier one works any more.
    for earlier in [next, code_of(0), code_of(-1)] {
        let waiting = challenge(&stage, &account).await;
        let refused = stage.provider.answer_multi_factor(&waiting, &earlier).await;
        assert_refused!(refused, IdentityError::WrongCode);
    }
}

#[tokio::test]
async fn of_two_uses_of_a_code_at_once_one_succeeds() {
    let stage = Stage::new().await;
    let other = stage.another().await;
    let (account, tokens) = stage.member().await;
    let secret = enrol(&stage, &tokens.access_token).await;
    stage.turn(Duration::from_secs(60));
    let (first, second) = (
        challenge(&stage, &account).await,
        challenge(&stage, &account).await,
    );
    let code = authenticator(&secret, stage.now());
    let (a, b) = tokio::join!(
        stage.provider.answer_multi_factor(&first, &code),
        other.answer_multi_factor(&second, &code),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    assert_refused!(a.and(b), IdentityError::WrongCode);
}

#[tokio::test]
async fn each_recovery_code_stands_in_once_however_it_is_typed() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let token = &tokens.access_token;
    let offered = stage
        .provider
        .begin_multi_factor(token, &by_password(PASSWORD))
        .await;
    let code = authenticator(&offered.expect("offered").secret, stage.now());
    let recovery = stage
        .provider
        .confirm_multi_factor(token, &code)
        .await
        .expect("confirmed");
    let typed_code = recovery[3].expose().to_lowercase().replace('-', " ");
    let waiting = challenge(&stage, &account).await;
    let in_again = done(
        stage
            .provider
            .answer_multi_factor(&waiting, &typed_code)
            .await,
    );
    let waiting = challenge(&stage, &account).await;
    let again = stage
        .provider
        .answer_multi_factor(&waiting, recovery[3].expose())
        .await;
    assert_refused!(again, IdentityError::WrongCode);
    let left = stage
        .provider
        .multi_factor(&in_again.access_token)
        .await
        .expect("read");
    assert_eq!(left.recovery_codes, 9);

    let renewed = stage
        .provider
        .renew_recovery_codes(&in_again.access_token, &by_password(PASSWORD))
        .await
        .expect("renewed");
    assert_eq!(renewed.len(), 10);
    let old = stage
        .provider
        .answer_multi_factor(&waiting, recovery[4].expose())
        .await;
    assert_refused!(old, IdentityError::WrongCode);
    done(
        stage
            .provider
            .answer_multi_factor(&waiting, renewed[0].expose())
            .await,
    );
}

#[tokio::test]
async fn guessing_codes_is_slowed_and_a_right_password_does_not_help() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let secret = enrol(&stage, &tokens.access_token).await;
    stage.turn(Duration::from_secs(60));
    let mut waiting = challenge(&stage, &account).await;
    for _ in 0..4 {
        let wrong = stage.provider.answer_multi_factor(&waiting, "000000").await;
        assert_refused!(wrong, IdentityError::WrongCode);
        waiting = challenge(&stage, &account).await;
    }
    // Five sign-ins that stopped at the second factor: they count as attempts.
    let sixth = stage
        .provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(sixth, IdentityError::TooManyAttempts { .. });
    let wrong = stage.provider.answer_multi_factor(&waiting, "000000").await;
    assert_refused!(wrong, IdentityError::WrongCode);
    let code = authenticator(&secret, stage.now());
    let right = stage.provider.answer_multi_factor(&waiting, &code).await;
    assert_refused!(right, IdentityError::TooManyAttempts { .. });
    stage.turn(Duration::from_secs(60));
    let code = authenticator(&secret, stage.now());
    done(stage.provider.answer_multi_factor(&waiting, &code).await);
}

#[tokio::test]
async fn a_sign_in_that_waits_works_once_and_not_for_ever_and_not_after_a_change() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let secret = enrol(&stage, &tokens.access_token).await;
    let step = Duration::from_secs(30);
    stage.turn(2 * step);
    let waiting = challenge(&stage, &account).await;
    let code = authenticator(&secret, stage.now());
    let tokens = done(stage.provider.answer_multi_factor(&waiting, &code).await);
    stage.turn(2 * step);
    let next = authenticator(&secret, stage.now());
    let again = stage.provider.answer_multi_factor(&waiting, &next).await;
    assert_refused!(again, IdentityError::CodeExpired);

    let waiting = challenge(&stage, &account).await;
    stage.turn(super::super::CHALLENGE_LIFETIME);
    let next = authenticator(&secret, stage.now());
    let late = stage.provider.answer_multi_factor(&waiting, &next).await;
    assert_refused!(late, IdentityError::CodeExpired);

    let waiting = challenge(&stage, &account).await;
    let refreshed = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    stage
        .provider
        .change_password(
            &refreshed.access_token,
            &typed(PASSWORD),
            &chosen(OTHER_PASSWORD),
        )
        .await
        .expect("changed");
    let after_change = stage.provider.answer_multi_factor(&waiting, &next).await;
    assert_refused!(after_change, IdentityError::CodeExpired);
    let made_up = Challenge::new(format!("{}.x", account.account_id));
    let refused = stage.provider.answer_multi_factor(&made_up, &next).await;
    assert_refused!(refused, IdentityError::CodeExpired);
}

#[tokio::test]
async fn removing_it_needs_a_proof_and_ends_the_other_sessions() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let secret = enrol(&stage, &tokens.access_token).await;
    stage.turn(Duration::from_secs(60));
    let waiting = challenge(&stage, &account).await;
    let code = authenticator(&secret, stage.now());
    let other = done(stage.provider.answer_multi_factor(&waiting, &code).await);
    let tokens = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    let token = &tokens.access_token;
    let used = stage
        .provider
        .disable_multi_factor(token, &Proof::Code(code))
        .await;
    assert_refused!(used, IdentityError::WrongCode);
    let wrong = stage
        .provider
        .disable_multi_factor(token, &by_password("guess"))
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    stage.turn(Duration::from_secs(60));
    let code = authenticator(&secret, stage.now());
    let removed = stage
        .provider
        .disable_multi_factor(token, &Proof::Code(code))
        .await;
    removed.expect("removed");
    let live = stage
        .provider
        .session_is_live(account.account_id, other.session_id)
        .await;
    assert!(!live.expect("read"));
    let refreshed = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    let claims = stage
        .provider
        .verify(&refreshed.access_token)
        .await
        .expect("verified");
    assert!(!claims.multi_factor);
    done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
}

#[tokio::test]
async fn only_who_signed_in_with_it_can_replace_it() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    enrol(&stage, &tokens.access_token).await;
    // This token was made before there was a second factor.
    let refused = stage
        .provider
        .begin_multi_factor(&tokens.access_token, &by_password(PASSWORD))
        .await;
    assert_refused!(refused, IdentityError::MultiFactorNeeded);
    let tokens = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    stage
        .provider
        .begin_multi_factor(&tokens.access_token, &by_password(PASSWORD))
        .await
        .expect("offered");
}
