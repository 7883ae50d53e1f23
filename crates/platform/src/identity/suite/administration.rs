//! What administration does.

use super::{OTHER_PASSWORD, PASSWORD, Subject, account, chosen, device, done, member, typed};
use crate::identity::{IdentityError, SignIn};
use durbar_domain::account::{Account, Role};

/// A disabled account is out at once, and in again when it is enabled.
pub async fn disables_and_enables(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    provider
        .disable(account.account_id)
        .await
        .expect("disabled");
    assert_refused!(
        provider.refresh(&tokens.refresh_token).await,
        IdentityError::SessionEnded
    );
    let refused = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(refused, IdentityError::Disabled);
    provider.enable(account.account_id).await.expect("enabled");
    done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
}

/// A password given by administration lets its owner in only to choose another.
pub async fn makes_the_owner_choose_a_password(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let created = provider
        .create_account(&account, &chosen(PASSWORD), true)
        .await;
    created.expect("created");
    assert_refused!(
        provider
            .create_account(&account, &chosen(PASSWORD), true)
            .await,
        IdentityError::AddressTaken
    );
    let outcome = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let Ok(SignIn::NewPasswordRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let same = provider
        .answer_new_password(&challenge, &chosen(PASSWORD))
        .await;
    assert_refused!(same, IdentityError::WeakPassword);
    done(
        provider
            .answer_new_password(&challenge, &chosen(OTHER_PASSWORD))
            .await,
    );
    done(
        provider
            .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
            .await,
    );
}

/// A role that was assigned stands in the tokens made from then on.
pub async fn notes_a_role(subject: &dyn Subject) {
    let provider = subject.provider();
    let before = account(1, "anju@example.com");
    let created = provider
        .create_account(&before, &chosen(PASSWORD), false)
        .await;
    created.expect("created");
    let seller = Account {
        role: Role::Seller,
        version: before.version + 1,
        ..before.clone()
    };
    subject.assign(&before, &seller).await;
    provider.claims_changed(&seller).await.expect("noted");
    let tokens = done(
        provider
            .sign_in(&before.email, &typed(PASSWORD), &device())
            .await,
    );
    let claims = provider.verify(&tokens.access_token).await;
    assert_eq!(claims.expect("verified").role, Role::Seller);
}
