//! Signing up and in, and passwords.

use super::{
    OTHER_PASSWORD, PASSWORD, Subject, account, chosen, device, done, email, member, typed,
};
use crate::identity::{CodeMail, IdentityError, SignUp};
use durbar_domain::account::Role;

/// Who signs up and confirms is in, comes in again, and has a token that says who they are.
pub async fn signs_up_confirms_and_signs_in(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let first = member(subject, &account).await;
    let again = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let second = done(again);
    assert_eq!(second.account_id, account.account_id);
    assert_ne!(first.session_id, second.session_id);
    let claims = provider
        .verify(&second.access_token)
        .await
        .expect("verified");
    assert_eq!(claims.account_id, account.account_id);
    assert_eq!(claims.session_id, second.session_id);
    assert_eq!(claims.role, Role::Buyer);
    assert!(!claims.multi_factor);
    let wrong = provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    let nobody = email("nobody@example.com");
    let unknown = provider.sign_in(&nobody, &typed(PASSWORD), &device()).await;
    assert_refused!(unknown, IdentityError::WrongCredentials);
}

/// Before the address is confirmed nobody is in.
pub async fn waits_for_the_address_to_be_confirmed(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let signed_up = provider
        .sign_up(&account, &chosen(PASSWORD))
        .await
        .expect("signed up");
    let SignUp::Pending(mail) = signed_up else {
        panic!("the address is taken")
    };
    let early = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(early, IdentityError::NotConfirmed);
    let wrong = provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    let code = subject.received(&account.email, mail).await;
    let confirmed = provider
        .confirm(&account.email, &code, &typed(PASSWORD), &device())
        .await;
    done(confirmed);
    let taken = provider
        .sign_up(&account, &chosen(PASSWORD))
        .await
        .expect("answered");
    assert_eq!(taken, SignUp::AddressTaken);
}

/// Whoever didn't get the code gets another.
pub async fn takes_another_code(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let signed_up = provider.sign_up(&account, &chosen(PASSWORD)).await;
    assert!(matches!(signed_up, Ok(SignUp::Pending(_))));
    let mail = provider.resend(&account.email).await.expect("sent again");
    let code = subject.received(&account.email, mail).await;
    let confirmed = provider
        .confirm(&account.email, &code, &typed(PASSWORD), &device())
        .await;
    done(confirmed);
    let nobody = provider.resend(&email("nobody@example.com")).await;
    assert_eq!(nobody.expect("answered"), CodeMail::Nobody);
}

/// A forgotten password is replaced by a code, which works once; sessions end.
pub async fn replaces_a_forgotten_password(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let before = member(subject, &account).await;
    let mail = provider
        .forgot_password(&account.email)
        .await
        .expect("sent");
    let code = subject.received(&account.email, mail).await;
    let replaced = provider
        .reset_password(&account.email, &code, &chosen(OTHER_PASSWORD))
        .await;
    assert_eq!(replaced.expect("replaced"), account.account_id);
    let again = provider
        .reset_password(&account.email, &code, &chosen(PASSWORD))
        .await;
    assert_refused!(again, IdentityError::WrongCode);
    assert_refused!(
        provider.refresh(&before.refresh_token).await,
        IdentityError::SessionEnded
    );
    let old = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(old, IdentityError::WrongCredentials);
    done(
        provider
            .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
            .await,
    );
}

/// Who knows the present password replaces it, and is alone in the account afterwards.
pub async fn changes_a_password(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let here = member(subject, &account).await;
    let there = done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    let wrong = provider
        .change_password(
            &here.access_token,
            &typed("not my password"),
            &chosen(OTHER_PASSWORD),
        )
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    let changed = provider
        .change_password(
            &here.access_token,
            &typed(PASSWORD),
            &chosen(OTHER_PASSWORD),
        )
        .await;
    changed.expect("changed");
    assert_refused!(
        provider.refresh(&there.refresh_token).await,
        IdentityError::SessionEnded
    );
    provider.refresh(&here.refresh_token).await.expect("kept");
    let old = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(old, IdentityError::WrongCredentials);
    done(
        provider
            .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
            .await,
    );
}
