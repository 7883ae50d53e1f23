//! The second factor.

use super::{
    OTHER_PASSWORD, PASSWORD, Subject, account, authenticator, device, done, enrol,
    enrol_with_codes, member, typed,
};
use crate::identity::{IdentityError, Proof, SignIn};
use std::time::Duration;

/// With a second factor the password alone opens nothing.
pub async fn asks_for_the_second_factor(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    let secret = enrol(subject, &tokens.access_token).await;
    subject.pass(Duration::from_secs(30)).await;
    let outcome = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let Ok(SignIn::MultiFactorRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let wrong = provider.answer_multi_factor(&challenge, "000000").await;
    assert_refused!(wrong, IdentityError::WrongCode);
    let code = authenticator(&secret, subject.now());
    let tokens = done(provider.answer_multi_factor(&challenge, &code).await);
    let claims = provider
        .verify(&tokens.access_token)
        .await
        .expect("verified");
    assert!(claims.multi_factor);
}

/// A recovery code stands in for the authenticator, once.
pub async fn takes_a_recovery_code_once(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    let (_, codes) = enrol_with_codes(subject, &tokens.access_token).await;
    subject.pass(Duration::from_secs(30)).await;
    for (code, works) in [(&codes[0], true), (&codes[0], false)] {
        let outcome = provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await;
        let Ok(SignIn::MultiFactorRequired { challenge }) = outcome else {
            panic!("{outcome:?}")
        };
        let answered = provider
            .answer_multi_factor(&challenge, code.expose())
            .await;
        if works {
            let tokens = done(answered);
            let state = provider.multi_factor(&tokens.access_token).await;
            assert_eq!(state.expect("read").recovery_codes, codes.len() - 1);
        } else {
            assert_refused!(answered, IdentityError::WrongCode);
        }
    }
}

/// Its owner removes the second factor, and the password is enough again.
pub async fn removes_the_second_factor(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    enrol(subject, &tokens.access_token).await;
    let state = provider.multi_factor(&tokens.access_token).await;
    assert!(state.expect("read").enabled);
    let wrong = Proof::Password(typed(OTHER_PASSWORD));
    let refused = provider
        .disable_multi_factor(&tokens.access_token, &wrong)
        .await;
    assert_refused!(refused, IdentityError::WrongCredentials);
    let proof = Proof::Password(typed(PASSWORD));
    provider
        .disable_multi_factor(&tokens.access_token, &proof)
        .await
        .expect("removed");
    done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
}
