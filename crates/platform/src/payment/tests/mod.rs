//! Khalti over HTTP, against a server that behaves as its documentation says.

pub(crate) mod server;

use super::*;
use server::Server;

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().expect("a time")
}

fn order(paisa: u64) -> PaymentOrder {
    PaymentOrder {
        purchase_id: PurchaseId::from_parts(1, 1),
        amount: Npr::from_paisa(paisa).expect("an amount"),
        name: "Gold for a month".to_owned(),
        customer_name: "अञ्जु श्रेष्ठ".to_owned(),
        customer_email: EmailAddress::parse("email", "anju@example.com").expect("an address"),
        return_url: "https://durbar.example/membership/returned".to_owned(),
        website_url: "https://durbar.example".to_owned(),
    }
}

fn is_retryable(outcome: Result<impl std::fmt::Debug, PlatformError>) -> bool {
    outcome.expect_err("it fails").is_retryable()
}

#[tokio::test]
async fn a_payment_is_announced_in_paisa_and_looked_up() {
    let server = Server::start().await;
    let khalti = server.khalti();
    let started = khalti.start(&order(149_900), now()).await.expect("started");
    assert_eq!(
        started.payment_url.as_deref(),
        Some(format!("https://test-pay.khalti.com/?pidx={}", started.reference).as_str())
    );
    assert_eq!(started.pay_until.to_string(), "2026-11-22T10:41:16.471649Z");
    {
        let state = server.state.lock().expect("not poisoned");
        let (_, asked) = &state.asked[0];
        assert_eq!(asked["amount"], 149_900);
        assert_eq!(
            asked["purchase_order_id"],
            PurchaseId::from_parts(1, 1).to_string()
        );
        assert_eq!(asked["customer_info"]["name"], "अञ्जु श्रेष्ठ");
    }
    let paid = PaymentStatus::Paid {
        amount: Npr::from_paisa(149_900).expect("an amount"),
        transaction: "GFq9PFS7b2iYvL8Lir9oXe".to_owned(),
    };
    for (status, expected) in [
        ("Initiated", PaymentStatus::Waiting),
        ("Pending", PaymentStatus::Waiting),
        ("Completed", paid),
        ("Refunded", PaymentStatus::Refunded),
        ("Partially Refunded", PaymentStatus::Refunded),
        ("User canceled", PaymentStatus::Failed),
        ("Expired", PaymentStatus::Expired),
    ] {
        server.set(&started.reference, status);
        let found = khalti.look_up(&started.reference).await.expect(status);
        assert_eq!(found, expected, "{status}");
    }
}

#[tokio::test]
async fn what_khalti_refuses_is_not_tried_again() {
    let server = Server::start().await;
    assert!(!is_retryable(
        server.khalti().start(&order(999), now()).await
    ));
    assert!(!is_retryable(
        server
            .khalti_with("wrong")
            .start(&order(149_900), now())
            .await
    ));
    assert!(!is_retryable(server.khalti().look_up("unknown").await));
    assert_eq!(server.state.lock().expect("not poisoned").asked.len(), 3);
}

#[tokio::test]
async fn errors_of_network_and_server_are_tried_again_a_few_times() {
    let server = Server::start().await;
    let khalti = server.khalti();
    server.state.lock().expect("not poisoned").hang_up = 2;
    khalti
        .start(&order(149_900), now())
        .await
        .expect("the third time");
    let busy = |times| vec![(503, "busy".to_owned()); times];
    server.state.lock().expect("not poisoned").instead = busy(2);
    khalti
        .start(&order(149_900), now())
        .await
        .expect("the third time");
    server.state.lock().expect("not poisoned").instead = busy(3);
    assert!(is_retryable(khalti.start(&order(149_900), now()).await));
    assert_eq!(server.state.lock().expect("not poisoned").payments.len(), 2);
}

#[tokio::test]
async fn answers_that_cannot_be_right_are_refused() {
    let server = Server::start().await;
    let khalti = server.khalti();
    let pidx = khalti
        .start(&order(149_900), now())
        .await
        .expect("started")
        .reference;
    let looked_up = [
        "",
        "null",
        "<html>",
        r#"{"pidx":"other","total_amount":149900,"status":"Completed","transaction_id":"x"}"#,
        &format!(
            r#"{{"pidx":"{pidx}","total_amount":149900,"status":"Completed","transaction_id":null}}"#
        ),
        &format!(
            r#"{{"pidx":"{pidx}","total_amount":149900,"status":"Whatever","transaction_id":"x"}}"#
        ),
        &format!(
            r#"{{"pidx":"{pidx}","total_amount":-1,"status":"Completed","transaction_id":"x"}}"#
        ),
    ];
    for text in looked_up {
        server.state.lock().expect("not poisoned").instead = vec![(200, text.to_owned())];
        khalti.look_up(&pidx).await.expect_err(text);
    }
    let large = "x".repeat(100_000);
    server.state.lock().expect("not poisoned").instead = vec![(200, large); 3];
    khalti
        .look_up(&pidx)
        .await
        .expect_err("more than an answer can be");
    for url in [
        "javascript:alert(1)",
        "http://pay.khalti.com/",
        "/local",
        "",
    ] {
        let text = format!(
            r#"{{"pidx":"x","payment_url":"{url}","expires_at":"2026-11-22T16:26:16+05:45"}}"#
        );
        server.state.lock().expect("not poisoned").instead = vec![(200, text)];
        khalti.start(&order(149_900), now()).await.expect_err(url);
    }
}

#[tokio::test]
async fn the_key_is_sent_over_tls_alone_and_never_shown() {
    let config = |base: &str, key: &str| KhaltiConfig {
        base_url: base.to_owned(),
        secret_key: key.to_owned(),
    };
    for base in ["http://khalti.com/api/v2", "ftp://khalti.com", "khalti", ""] {
        Khalti::new(config(base, "key")).expect_err(base);
    }
    Khalti::new(config("https://khalti.com/api/v2", "a\r\nX: y")).expect_err("not a header");
    let khalti = Khalti::new(config("https://khalti.com/api/v2/", "hush")).expect("a client");
    assert!(!format!("{khalti:?} {:?}", config("https://khalti.com", "hush")).contains("hush"));
}

#[tokio::test]
async fn an_invoice_waits_for_an_admin() {
    let started = ManualInvoice
        .start(&order(149_900), now())
        .await
        .expect("started");
    assert_eq!(started.payment_url, None);
    assert!(started.pay_until > now());
    assert_eq!(
        ManualInvoice
            .look_up(&started.reference)
            .await
            .expect("asked"),
        PaymentStatus::Waiting
    );
}
