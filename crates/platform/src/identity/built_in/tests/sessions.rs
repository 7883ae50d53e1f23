//! Sessions and the refresh tokens that keep them.

use super::*;
use crate::{
    embedded::Storage,
    identity::{
        IdentityError, Proof, RefreshToken,
        built_in::{IDLE_LIFETIME, SESSION_LIFETIME, SESSIONS},
        suite::{OTHER_PASSWORD, PASSWORD, assert_refused, chosen, device, done, typed},
    },
};

#[tokio::test]
async fn a_refresh_token_used_twice_ends_the_session() {
    let stage = Stage::new().await;
    let (account, first) = stage.member().await;
    let second = stage
        .provider
        .refresh(&first.refresh_token)
        .await
        .expect("refreshed");
    assert_ne!(first.refresh_token, second.refresh_token);
    assert_refused!(
        stage.provider.refresh(&first.refresh_token).await,
        IdentityError::Reused
    );
    // The owner's token is of no more use than the copy.
    assert_refused!(
        stage.provider.refresh(&second.refresh_token).await,
        IdentityError::SessionEnded
    );
    let live = stage
        .provider
        .session_is_live(account.account_id, second.session_id)
        .await;
    assert!(!live.expect("read"));
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_counts_as_reuse() {
    let stage = Stage::new().await;
    let other = stage.another().await;
    let (account, tokens) = stage.member().await;
    let (a, b) = tokio::join!(
        stage.provider.refresh(&tokens.refresh_token),
        other.refresh(&tokens.refresh_token),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let won = a.as_ref().ok().or(b.as_ref().ok()).expect("one").clone();
    assert_refused!(a.and(b), IdentityError::Reused);
    let live = stage
        .provider
        .session_is_live(account.account_id, won.session_id)
        .await;
    assert!(!live.expect("read"));
}

#[tokio::test]
async fn a_change_that_was_cut_off_leaves_no_session_that_can_be_renewed() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let reset = |hash: &'static str| {
        stage
            .provider
            .change_credential(account.account_id, move |credential| {
                credential.replace_password(hash.to_owned());
                Ok(())
            })
    };
    reset("$argon2id$")
        .await
        .expect("the first half of a reset");
    assert_refused!(
        stage.provider.refresh(&tokens.refresh_token).await,
        IdentityError::SessionEnded
    );
}

#[tokio::test]
async fn what_was_shown_before_a_reset_changes_nothing_after_it() {
    let stage = Stage::new().await;
    let (account, _) = stage.member().await;
    let proof = Proof::Password(typed(PASSWORD));
    let shown = stage.provider.check_proof(account.account_id, &proof).await;
    let shown = shown.expect("the password");
    let mail = stage.provider.forgot_password(&account.email).await;
    let code = code(mail.expect("answered"));
    stage
        .provider
        .reset_password(&account.email, &code, &chosen(OTHER_PASSWORD))
        .await
        .expect("the owner was quicker");
    let late = stage
        .provider
        .change_credential(account.account_id, |credential| credential.expect(shown))
        .await;
    assert_refused!(late, IdentityError::SessionEnded);
}

#[tokio::test]
async fn a_made_up_token_ends_no_session() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let text = tokens.refresh_token.expose();
    let flipped = |place: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        RefreshToken::new(String::from_utf8(bytes).expect("ASCII"))
    };
    // In the account, the session, the random part and the tag.
    for place in [0, 30, 60, 100, 127] {
        let refused = stage.provider.refresh(&flipped(place)).await;
        assert_refused!(refused, IdentityError::InvalidToken);
    }
    for text in ["", "x", &text[..80], &format!("{text}AAAA")] {
        let refused = stage.provider.refresh(&RefreshToken::new(text)).await;
        assert_refused!(refused, IdentityError::InvalidToken);
        stage
            .provider
            .sign_out(&RefreshToken::new(text))
            .await
            .expect("nothing to end");
    }
    let live = stage
        .provider
        .session_is_live(account.account_id, tokens.session_id)
        .await;
    assert!(live.expect("read"));
    stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("the real one works");
}

#[tokio::test]
async fn an_ended_session_has_no_use_for_its_access_token() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let id = tokens.session_id;
    stage
        .provider
        .end_session(account.account_id, id)
        .await
        .expect("ended");
    // The token itself holds until it expires; whoever takes it asks for the session.
    stage
        .provider
        .verify(&tokens.access_token)
        .await
        .expect("still signed by us");
    let live = stage.provider.session_is_live(account.account_id, id).await;
    assert!(!live.expect("read"));
    let refused = stage.provider.multi_factor(&tokens.access_token).await;
    assert_refused!(refused, IdentityError::SessionEnded);
}

#[tokio::test]
async fn sessions_end_unused_after_thirty_days_and_in_any_case_after_ninety() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let day = Duration::from_secs(86_400);
    stage.turn(IDLE_LIFETIME - day);
    let mut latest = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("in time");
    assert_eq!(latest.refresh_expires_in, IDLE_LIFETIME);
    let idle = done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    for _ in 0..2 {
        stage.turn(IDLE_LIFETIME - day);
        latest = stage
            .provider
            .refresh(&latest.refresh_token)
            .await
            .expect("in time");
    }
    assert_refused!(
        stage.provider.refresh(&idle.refresh_token).await,
        IdentityError::SessionEnded
    );
    let left = SESSION_LIFETIME - 3 * (IDLE_LIFETIME - day);
    assert_eq!(latest.refresh_expires_in, left);
    stage.turn(left);
    assert_refused!(
        stage.provider.refresh(&latest.refresh_token).await,
        IdentityError::SessionEnded
    );
    assert!(
        stage
            .provider
            .sessions(account.account_id)
            .await
            .expect("listed")
            .is_empty()
    );
}

#[tokio::test]
async fn one_session_more_than_there_may_be_ends_the_one_used_longest_ago() {
    let stage = Stage::new().await;
    let (account, first) = stage.member().await;
    for _ in 0..SESSIONS {
        stage.turn(Duration::from_secs(1));
        done(
            stage
                .provider
                .sign_in(&account.email, &typed(PASSWORD), &device())
                .await,
        );
    }
    let sessions = stage
        .provider
        .sessions(account.account_id)
        .await
        .expect("listed");
    assert_eq!(sessions.len(), SESSIONS);
    assert!(
        sessions
            .iter()
            .all(|session| session.session_id != first.session_id)
    );
    assert!(sessions.is_sorted_by_key(|session| std::cmp::Reverse(session.last_used_at)));
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let stage = Stage::new().await;
    let (account, kept) = stage.member().await;
    let other = done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    let change = |current: &str| {
        let current = typed(current);
        let token = kept.access_token.clone();
        let provider = stage.provider.clone();
        async move {
            provider
                .change_password(&token, &current, &chosen(OTHER_PASSWORD))
                .await
        }
    };
    assert_refused!(
        change("not the password").await,
        IdentityError::WrongCredentials
    );
    change(PASSWORD).await.expect("changed");
    let live = |session| stage.provider.session_is_live(account.account_id, session);
    assert!(live(kept.session_id).await.expect("read"));
    assert!(!live(other.session_id).await.expect("read"));
    let old = stage
        .provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(old, IdentityError::WrongCredentials);
}

#[tokio::test]
async fn sessions_and_tokens_outlive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = Storage::Folder(folder.path().to_owned());
    let first = Stage::over(Embedded::start(storage.clone()).await.expect("started")).await;
    let (account, tokens) = first.member().await;
    first.embedded.stop().await;

    let second = Stage::over(Embedded::start(storage).await.expect("started")).await;
    let claims = second
        .provider
        .verify(&tokens.access_token)
        .await
        .expect("verified");
    assert_eq!(claims.account_id, account.account_id);
    second
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    done(
        second
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
}

#[tokio::test]
async fn a_sign_in_begun_before_everything_was_ended_opens_nothing() {
    let stage = Stage::new().await;
    let (account, _) = stage.member().await;
    // What a sign-in has read, just before the sessions are ended.
    let credential = stage.provider.credential(account.account_id).await;
    let credential = credential.expect("read").expect("there");
    stage
        .provider
        .end_all_sessions(account.account_id)
        .await
        .expect("ended");
    let late = stage.provider.open_session(&credential, &device()).await;
    assert_refused!(late, IdentityError::WrongCredentials);
}
