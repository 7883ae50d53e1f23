//! Ways in and out, and what they tell a stranger.

use super::*;

#[tokio::test]
async fn a_sign_up_is_confirmed_by_the_code_in_the_mail() {
    let stage = Stage::new().await;
    stage
        .sign_up("anju@example.com", Locale::Ne)
        .await
        .expect("signed up");
    let mail = stage.mail().await;
    assert_eq!(mail.to, email("anju@example.com"));
    assert!(
        mail.text
            .contains("https://durbar.example/ne/account/confirm"),
        "{}",
        mail.text
    );
    let sent_again = stage
        .accounts
        .resend(&email("anju@example.com"), Locale::En, client(1))
        .await;
    sent_again.expect("sent again");
    let code = stage.code().await;
    let confirmed = stage
        .accounts
        .confirm(
            &email("anju@example.com"),
            &code,
            &typed(PASSWORD),
            &device(),
            client(1),
        )
        .await;
    let tokens = done(confirmed);
    let (person, account) = stage
        .accounts
        .who(&tokens.access_token)
        .await
        .expect("known");
    assert_eq!((person.role, person.multi_factor), (Role::Buyer, false));
    assert_eq!(account.locale, Locale::Ne);
    assert_eq!(account.name.as_str(), "Anju Shrestha");
}

#[tokio::test]
async fn a_stranger_learns_of_no_account_and_its_owner_of_the_stranger() {
    let stage = Stage::new().await;
    stage.member("anju@example.com").await;
    stage
        .sign_up("anju@example.com", Locale::En)
        .await
        .expect("the same answer");
    let mail = stage.mail().await;
    assert!(
        mail.text.contains("has an account already"),
        "{}",
        mail.text
    );
    for address in ["anju@example.com", "nobody@example.com"] {
        let address = email(address);
        let forgot = stage
            .accounts
            .forgot_password(&address, Locale::En, client(1))
            .await;
        forgot.expect("the same answer");
        let resend = stage.accounts.resend(&address, Locale::En, client(1)).await;
        resend.expect("the same answer");
    }
    // Only the account's owner got a code.
    assert_eq!(stage.mail().await.to, email("anju@example.com"));
}

#[tokio::test]
async fn a_carrier_that_fails_tells_nothing_either() {
    let stage = Stage::new().await;
    stage.member("anju@example.com").await;
    *stage.mailbox.broken.lock().expect("not poisoned") = true;
    for address in ["anju@example.com", "nobody@example.com"] {
        let forgot = stage
            .accounts
            .forgot_password(&email(address), Locale::En, client(1))
            .await;
        forgot.expect("the same answer");
    }
    stage.accounts.settled().await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_the_owner_told() {
    let stage = Stage::new().await;
    let before = stage.member("anju@example.com").await;
    let address = email("anju@example.com");
    let forgot = stage
        .accounts
        .forgot_password(&address, Locale::En, client(1))
        .await;
    forgot.expect("answered");
    let code = stage.code().await;
    let new = chosen(OTHER_PASSWORD);
    let replaced = stage
        .accounts
        .reset_password(&address, &code, &new, client(1))
        .await;
    replaced.expect("replaced");
    assert!(stage.mail().await.subject.contains("was changed"));
    assert_eq!(status(stage.accounts.who(&before.access_token).await), 401);
    assert_eq!(
        status(stage.sign_in("anju@example.com", PASSWORD).await),
        401
    );
    done(stage.sign_in("anju@example.com", OTHER_PASSWORD).await);
}

#[tokio::test]
async fn one_client_address_is_limited_whatever_the_accounts_and_others_are_not() {
    let stage = Stage::new().await;
    let attempt = async |number: u32, from: IpAddr| {
        let address = email(&format!("nobody{number}@example.com"));
        stage
            .accounts
            .sign_in(&address, &typed("guess"), &device(), from)
            .await
    };
    for number in 0..100 {
        assert_eq!(status(attempt(number, client(1)).await), 401);
    }
    // The clock may pass into the next window between two of these, once.
    let mut refused = status(attempt(100, client(1)).await);
    if refused == 401 {
        for number in 0..100 {
            refused = status(attempt(number + 101, client(1)).await);
        }
    }
    assert_eq!(refused, 429);
    assert_eq!(status(attempt(300, client(2)).await), 401);
    let local = IpAddr::from([127, 0, 0, 1]);
    assert_eq!(status(attempt(301, local).await), 401);
}

#[tokio::test]
async fn tokens_are_renewed_and_end_with_the_session() {
    let stage = Stage::new().await;
    let first = stage.member("anju@example.com").await;
    let second = stage
        .accounts
        .refresh(&first.refresh_token)
        .await
        .expect("refreshed");
    stage
        .accounts
        .who(&second.access_token)
        .await
        .expect("known");
    stage
        .accounts
        .sign_out(&second.refresh_token)
        .await
        .expect("signed out");
    let out = stage
        .accounts
        .who(&second.access_token)
        .await
        .expect_err("ended");
    assert!(out.ends_session());
    let reused = stage
        .accounts
        .refresh(&first.refresh_token)
        .await
        .expect_err("ended");
    assert!(reused.ends_session());
    let made_up = AccessToken::new("a.b.c");
    assert!(
        stage
            .accounts
            .who(&made_up)
            .await
            .expect_err("no token")
            .ends_session()
    );
}

#[tokio::test]
async fn a_sign_in_with_a_given_password_goes_on_to_an_own_one() {
    let stage = Stage::new().await;
    let name = Name::parse("name", "Anju").expect("a name");
    let address = email("anju@example.com");
    let account = new_account(&address, name, Locale::En, Role::Seller, Timestamp::now());
    let given = stage
        .accounts
        .identity
        .create_account(&account, &chosen(PASSWORD), true)
        .await;
    given.expect("created");
    let outcome = stage.sign_in("anju@example.com", PASSWORD).await;
    let Ok(SignIn::NewPasswordRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let answered = stage
        .accounts
        .answer_new_password(&challenge, &chosen(OTHER_PASSWORD), client(1))
        .await;
    let tokens = done(answered);
    let (person, _) = stage
        .accounts
        .who(&tokens.access_token)
        .await
        .expect("known");
    assert_eq!(person.role, Role::Seller);
}
