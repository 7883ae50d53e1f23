//! What must not come out: of `Debug`, of the table, of the log.

use super::*;
use crate::{
    identity::{
        Proof, SignIn,
        suite::{PASSWORD, authenticator, device, typed},
    },
    secret::Secret,
    table::Item,
};

/// Everything in the table, as one text.
async fn everything(table: &Table) -> String {
    let mut items: Vec<Item> = Vec::new();
    let mut start = None;
    loop {
        let scan = table.client().scan().table_name(table.name());
        let page = scan
            .set_exclusive_start_key(start)
            .send()
            .await
            .expect("read");
        items.extend(page.items.unwrap_or_default());
        start = page.last_evaluated_key.filter(|key| !key.is_empty());
        if start.is_none() {
            return format!("{items:?}");
        }
    }
}

#[tokio::test]
async fn nothing_secret_is_in_the_table_or_in_debug_output() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let mail = stage
        .provider
        .forgot_password(&account.email)
        .await
        .expect("sent");
    let proof = Proof::Password(typed(PASSWORD));
    let token = &tokens.access_token;
    let offered = stage
        .provider
        .begin_multi_factor(token, &proof)
        .await
        .expect("offered");
    let shown = authenticator(&offered.secret, stage.now());
    let recovery = stage
        .provider
        .confirm_multi_factor(token, &shown)
        .await
        .expect("confirmed");
    let password = typed(PASSWORD);
    let waiting = stage
        .provider
        .sign_in(&account.email, &password, &device())
        .await;
    let waiting = waiting.expect("waits");
    let SignIn::MultiFactorRequired { challenge } = &waiting else {
        panic!("{waiting:?}")
    };
    let debug = format!(
        "{:?} {tokens:?} {mail:?} {proof:?} {offered:?} {recovery:?} {waiting:?} {:?} {:?}",
        stage.provider,
        stage.provider.throttle,
        Secret::open(&stage.table).await.expect("a secret"),
    );
    let table = everything(&stage.table).await;
    let code = code(mail);
    let challenge_secret = challenge.expose().split('.').nth(1).expect("a secret");
    let recovery_code = recovery[0].expose();
    let secrets = [
        ("password", PASSWORD),
        ("access token", token.expose()),
        ("refresh token", tokens.refresh_token.expose()),
        ("code", code.expose()),
        ("authenticator", offered.secret.expose()),
        ("recovery code", recovery_code),
        ("challenge", challenge_secret),
    ];
    for (what, secret) in secrets {
        assert!(!debug.contains(secret), "{what} in debug output");
        assert!(!table.contains(secret), "{what} in the table");
        let plain = secret.replace('-', "");
        assert!(!table.contains(&plain), "{what} in the table");
    }
    assert!(!debug.contains("argon2id"), "a hash in debug output");
    assert!(table.contains("argon2id"), "the test reads what it should");
}

#[tokio::test]
async fn an_authenticators_secret_put_into_another_account_does_not_open_it() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    shared::enrol(&stage, &tokens.access_token).await;
    let credential = stage.provider.credential(tokens.account_id).await;
    let sealed = credential
        .expect("read")
        .expect("there")
        .totp
        .expect("set up");
    let other = shared::account(2, "bina@example.com").account_id;
    let opened = stage
        .provider
        .sealer
        .step_of(other, &sealed, "123456", stage.now());
    assert!(opened.is_err());
}
