//! What people change about their own account.

use super::*;
use durbar_domain::policy::{Operation, Refusal, Relation, decide};

#[tokio::test]
async fn a_profile_is_changed_from_the_version_that_was_read() {
    let stage = Stage::new().await;
    let tokens = stage.member("anju@example.com").await;
    let edit = |version, name: &str, locale| {
        let name = Name::parse("name", name).expect("a name");
        stage
            .accounts
            .edit(&tokens.access_token, version, name, locale)
    };
    let changed = edit(1, "Anju Rai", Locale::Ne).await.expect("changed");
    assert_eq!((changed.version, changed.locale), (2, Locale::Ne));
    assert_eq!(changed.name.as_str(), "Anju Rai");
    let stale = edit(1, "Anju Shah", Locale::En).await.expect_err("stale");
    assert_eq!(stale.status(), 409);
    let (_, account) = stage
        .accounts
        .who(&tokens.access_token)
        .await
        .expect("known");
    assert_eq!(account, changed);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_the_owner_is_told() {
    let stage = Stage::new().await;
    let here = stage.member("anju@example.com").await;
    let elsewhere = done(stage.sign_in("anju@example.com", PASSWORD).await);
    let change = |current: &str| {
        let (accounts, token, current) = (
            stage.accounts.clone(),
            here.access_token.clone(),
            typed(current),
        );
        async move {
            accounts
                .change_password(&token, &current, &chosen(OTHER_PASSWORD))
                .await
        }
    };
    assert_eq!(status(change("not the password").await), 401);
    assert!(stage.mails().await.is_empty());
    let changed = change(PASSWORD).await.expect("changed");
    assert!(stage.mail().await.subject.contains("was changed"));
    let now = changed.tokens.expect("tokens");
    let who = |token: &AccessToken| {
        let (accounts, token) = (stage.accounts.clone(), token.clone());
        async move { accounts.who(&token).await }
    };
    who(&now.access_token).await.expect("still in");
    assert_eq!(status(who(&elsewhere.access_token).await), 401);
}

#[tokio::test]
async fn whoever_shows_again_who_they_are_goes_on_under_another_identifier() {
    let stage = Stage::new().await;
    let proof = Proof::Password(typed(PASSWORD));
    let mut tokens = stage.member("anju@example.com").await;
    let offered = stage
        .accounts
        .begin_multi_factor(&tokens.access_token, &proof)
        .await
        .expect("offered");
    tokens = replaced(&stage, tokens, offered.tokens).await;
    let code = suite::authenticator(&offered.outcome.secret, Timestamp::now());
    let confirmed = stage
        .accounts
        .confirm_multi_factor(&tokens.access_token, &code)
        .await
        .expect("confirmed");
    tokens = replaced(&stage, tokens, confirmed.tokens).await;
    let renewed = stage
        .accounts
        .renew_recovery_codes(&tokens.access_token, &proof)
        .await
        .expect("renewed");
    tokens = replaced(&stage, tokens, renewed.tokens).await;
    let removed = stage
        .accounts
        .disable_multi_factor(&tokens.access_token, &proof)
        .await
        .expect("removed");
    tokens = replaced(&stage, tokens, removed.tokens).await;
    let changed = stage
        .accounts
        .change_password(
            &tokens.access_token,
            &typed(PASSWORD),
            &chosen(OTHER_PASSWORD),
        )
        .await
        .expect("changed");
    replaced(&stage, tokens, changed.tokens).await;
}

/// The tokens after a change, with which those before it are worth nothing.
async fn replaced(stage: &Stage, before: Tokens, after: Option<Tokens>) -> Tokens {
    let after = after.expect("the session goes on");
    assert_ne!(after.session_id, before.session_id);
    assert_eq!(status(stage.accounts.who(&before.access_token).await), 401);
    assert_eq!(
        status(stage.accounts.refresh(&before.refresh_token).await),
        401
    );
    let known = stage.accounts.who(&after.access_token).await;
    known.expect("still in");
    after
}

#[tokio::test]
async fn sessions_are_seen_and_ended_by_their_owner_alone() {
    let stage = Stage::new().await;
    let here = stage.member("anju@example.com").await;
    let elsewhere = done(stage.sign_in("anju@example.com", PASSWORD).await);
    let stranger = stage.member("bina@example.com").await;
    let sessions = stage
        .accounts
        .sessions(&here.access_token)
        .await
        .expect("listed");
    assert_eq!(sessions.len(), 2);
    let end = |token: &AccessToken| {
        let (accounts, token) = (stage.accounts.clone(), token.clone());
        async move { accounts.end_session(&token, elsewhere.session_id).await }
    };
    // A stranger may name the session, and it stays.
    end(&stranger.access_token).await.expect("nothing to end");
    stage
        .accounts
        .who(&elsewhere.access_token)
        .await
        .expect("still in");
    end(&here.access_token).await.expect("ended");
    assert_eq!(
        status(stage.accounts.who(&elsewhere.access_token).await),
        401
    );
    stage
        .accounts
        .sign_out_everywhere(&here.access_token)
        .await
        .expect("ended");
    assert_eq!(status(stage.accounts.who(&here.access_token).await), 401);
    stage
        .accounts
        .who(&stranger.access_token)
        .await
        .expect("still in");
}

#[tokio::test]
async fn a_second_factor_is_set_up_used_and_removed_and_each_is_told() {
    let stage = Stage::new().await;
    let tokens = stage.member("anju@example.com").await;
    let tokens = enrol(&stage, &tokens.access_token).await;
    let token = &tokens.access_token;
    assert!(stage.mail().await.subject.contains("second factor"));
    let state = stage.accounts.multi_factor(token).await.expect("read");
    assert_eq!((state.enabled, state.recovery_codes), (true, 10));
    let proof = Proof::Password(typed(PASSWORD));
    let recovery = stage
        .accounts
        .renew_recovery_codes(token, &proof)
        .await
        .expect("renewed")
        .outcome;
    assert!(stage.mail().await.subject.contains("second factor"));
    let outcome = stage.sign_in("anju@example.com", PASSWORD).await;
    let Ok(SignIn::MultiFactorRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let answered = stage
        .accounts
        .answer_multi_factor(&challenge, recovery[0].expose(), client(1))
        .await;
    let tokens = done(answered);
    let (person, _) = stage
        .accounts
        .who(&tokens.access_token)
        .await
        .expect("known");
    assert!(person.multi_factor);
    let removed = stage
        .accounts
        .disable_multi_factor(&tokens.access_token, &proof)
        .await;
    assert!(removed.expect("removed").tokens.is_some());
    assert!(stage.mail().await.subject.contains("second factor"));
    done(stage.sign_in("anju@example.com", PASSWORD).await);
}

#[tokio::test]
async fn a_broker_can_do_nothing_privileged_without_the_second_factor_nor_remove_it() {
    let stage = Stage::new().await;
    let (tokens, principal) = stage.person_of_role("bina@example.com", Role::Broker).await;
    let create = |principal| decide(principal, Operation::CreateListing, Relation::Own);
    assert_eq!(create(&principal), durbar_domain::policy::Decision::Allow);
    let mut without = *principal.person().expect("a person");
    without.multi_factor = false;
    assert_eq!(
        create(&Principal::Person(without)),
        durbar_domain::policy::Decision::Deny(Refusal::MultiFactor)
    );
    let proof = Proof::Password(typed(PASSWORD));
    let removed = stage
        .accounts
        .disable_multi_factor(&tokens.access_token, &proof)
        .await;
    assert_eq!(status(removed), 403);
}
