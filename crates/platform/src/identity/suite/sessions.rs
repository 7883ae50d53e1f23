//! Sessions.

use super::{PASSWORD, Subject, account, device, done, member, typed};
use crate::identity::IdentityError;
use std::time::Duration;

/// Sessions are refreshed, seen and ended one by one.
pub async fn keeps_sessions(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let first = member(subject, &account).await;
    let second = done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    let refreshed = provider
        .refresh(&first.refresh_token)
        .await
        .expect("refreshed");
    assert_eq!(refreshed.session_id, first.session_id);
    let sessions = provider.sessions(account.account_id).await.expect("listed");
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|session| session.device == device()));
    provider
        .sign_out(&refreshed.refresh_token)
        .await
        .expect("signed out");
    let live = |session| provider.session_is_live(account.account_id, session);
    assert!(!live(first.session_id).await.expect("read"));
    assert!(live(second.session_id).await.expect("read"));
    provider
        .end_session(account.account_id, second.session_id)
        .await
        .expect("ended");
    assert!(!live(second.session_id).await.expect("read"));
}

/// A session goes on under another identifier, and what it had before is worth nothing.
pub async fn replaces_a_session(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let before = member(subject, &account).await;
    // Tokens of some emulators name the second, and nothing else that tells them apart.
    subject.pass(Duration::from_secs(2)).await;
    let after = provider.replace_session(&before.access_token).await;
    let after = after.expect("replaced");
    assert_ne!(after.session_id, before.session_id);
    assert_ne!(after.access_token, before.access_token);
    assert_refused!(
        provider.multi_factor(&before.access_token).await,
        IdentityError::SessionEnded
    );
    assert_refused!(
        provider.replace_session(&before.access_token).await,
        IdentityError::SessionEnded
    );
    assert_refused!(
        provider.refresh(&before.refresh_token).await,
        IdentityError::SessionEnded
    );
    let live = |session| provider.session_is_live(account.account_id, session);
    assert!(!live(before.session_id).await.expect("read"));
    assert!(live(after.session_id).await.expect("read"));
    let claims = provider.verify(&after.access_token).await;
    assert_eq!(claims.expect("verified").session_id, after.session_id);
    let sessions = provider.sessions(account.account_id).await.expect("listed");
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].device, device());
    let renewed = provider.refresh(&after.refresh_token).await;
    assert_eq!(renewed.expect("refreshed").session_id, after.session_id);
}

/// All sessions end together.
pub async fn ends_all_sessions(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let first = member(subject, &account).await;
    let second = done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    provider
        .end_all_sessions(account.account_id)
        .await
        .expect("ended");
    for tokens in [first, second] {
        let live = provider
            .session_is_live(account.account_id, tokens.session_id)
            .await;
        assert!(!live.expect("read"));
        assert_refused!(
            provider.refresh(&tokens.refresh_token).await,
            IdentityError::SessionEnded
        );
    }
    let sessions = provider.sessions(account.account_id).await.expect("listed");
    assert!(sessions.is_empty());
}

/// A refresh token works once; shown again it ends the session.
pub async fn notices_a_refresh_token_used_twice(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    let renewed = provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    assert_ne!(renewed.refresh_token, tokens.refresh_token);
    let claims = provider.verify(&renewed.access_token).await;
    assert_eq!(claims.expect("verified").session_id, tokens.session_id);
    assert_refused!(
        provider.refresh(&tokens.refresh_token).await,
        IdentityError::Reused
    );
    assert_refused!(
        provider.refresh(&renewed.refresh_token).await,
        IdentityError::SessionEnded
    );
}
