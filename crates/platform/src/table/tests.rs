//! What the embedded table never does: throttling, leaving work undone, conflicts of
//! transactions. Here the SDK talks to answers made up in the test.

use super::*;
use crate::{clients, keys::PrimaryKey};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::{
    config::{Credentials, SharedCredentialsProvider},
    types::AttributeValue,
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    orchestrator::{HttpRequest, HttpResponse},
};
use aws_smithy_types::body::SdkBody;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

#[derive(Debug)]
struct Scripted {
    answer: fn(u32) -> (u16, &'static str),
    calls: Arc<AtomicU32>,
}

impl HttpConnector for Scripted {
    fn call(&self, _request: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = (self.answer)(self.calls.fetch_add(1, Ordering::SeqCst));
        let status = status.try_into().expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

/// A table whose n-th call (from 0) is answered by `answer(n)`: status and body. Counts calls.
fn scripted(answer: fn(u32) -> (u16, &'static str)) -> (Table, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let connector = SharedHttpConnector::new(Scripted {
        answer,
        calls: Arc::clone(&calls),
    });
    let http = http_client_fn(move |_, _| connector.clone());
    let credentials = Credentials::new("id", "secret", None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-south-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http)
        .retry_config(clients::retries().with_initial_backoff(Duration::ZERO))
        .build();
    let table = Table {
        first_pause: Duration::ZERO,
        ..Table::new(Client::new(&config), "durbar")
    };
    (table, calls)
}

#[tokio::test]
async fn what_a_batch_leaves_undone_is_asked_for_again() {
    let (table, calls) = scripted(|call| match call {
        0 => (
            200,
            r#"{"Responses":{},"UnprocessedKeys":{"durbar":{"Keys":[{"PK":{"S":"SEED"},"SK":{"S":"METADATA"}}]}}}"#,
        ),
        _ => (
            200,
            r#"{"Responses":{"durbar":[{"PK":{"S":"SEED"},"SK":{"S":"METADATA"}}]},"UnprocessedKeys":{}}"#,
        ),
    });
    let items = table
        .batch_get(&[PrimaryKey::Seed], &[])
        .await
        .expect("read");
    assert_eq!(items, [key_of(PrimaryKey::Seed)]);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_batch_that_is_never_done_is_a_retryable_error() {
    let (table, calls) = scripted(|_| {
        (
            200,
            r#"{"UnprocessedKeys":{"durbar":{"Keys":[{"PK":{"S":"SEED"},"SK":{"S":"METADATA"}}]}}}"#,
        )
    });
    let error = table
        .batch_get(&[PrimaryKey::Seed], &[])
        .await
        .expect_err("never done");
    assert!(
        matches!(
            error,
            PlatformError::Unprocessed {
                left: 1,
                attempts: 8,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.is_retryable());
    assert_eq!(calls.load(Ordering::SeqCst), 8);
}

#[tokio::test]
async fn many_writes_go_in_as_few_transactions_as_allowed() {
    let of_size = |bytes: usize| {
        let mut item = key_of(PrimaryKey::Seed);
        item.insert("text".to_owned(), text("x".repeat(bytes)));
        Write::Put(item)
    };
    for (count, bytes, expected) in [
        (0, 1, 0),
        (1, 1, 1),
        (100, 1, 1),
        (101, 1, 2),
        (20, 300_000, 3),
    ] {
        let (table, calls) = scripted(|_| (200, "{}"));
        let writes = (0..count).map(|_| of_size(bytes)).collect();
        table.write_all(writes).await.expect("written");
        assert_eq!(calls.load(Ordering::SeqCst), expected, "{count} of {bytes}");
    }
}

const CONFLICT: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    "message":"cancelled","CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]}"#;

#[tokio::test]
async fn a_transaction_waits_for_another_one_on_its_items() {
    let (table, calls) = scripted(|call| {
        if call < 2 {
            (400, CONFLICT)
        } else {
            (200, "{}")
        }
    });
    table
        .transact(vec![Write::Delete(PrimaryKey::Seed)])
        .await
        .expect("done at last");
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_transaction_gives_up_on_endless_conflicts() {
    let (table, calls) = scripted(|_| (400, CONFLICT));
    let refusal = table
        .transact(vec![Write::Delete(PrimaryKey::Seed)])
        .await
        .expect_err("never done");
    let Refusal::Failed(error) = refusal else {
        panic!("no condition failed")
    };
    assert!(error.is_retryable(), "{error}");
    assert_eq!(calls.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn a_failed_condition_is_not_tried_again() {
    let (table, calls) = scripted(|_| {
        (
            400,
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"cancelled",
                "CancellationReasons":[{"Code":"ConditionalCheckFailed","Item":{"version":{"N":"7"}}}]}"#,
        )
    });
    let refusal = table
        .transact(vec![Write::Delete(PrimaryKey::Seed)])
        .await
        .expect_err("refused");
    let Refusal::Condition { found: Some(found) } = refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!(
        found.get("version"),
        Some(&AttributeValue::N("7".to_owned()))
    );
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn throttling_is_waited_out_a_bounded_number_of_times() {
    const THROTTLED: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slower"}"#;
    let (table, calls) = scripted(|call| {
        if call < 2 {
            (400, THROTTLED)
        } else {
            (200, "{}")
        }
    });
    assert_eq!(table.get(PrimaryKey::Seed).await.expect("an answer"), None);
    assert_eq!(calls.load(Ordering::SeqCst), 3);

    let (table, calls) = scripted(|_| (400, THROTTLED));
    let error = table
        .get(PrimaryKey::Seed)
        .await
        .expect_err("throttled for ever");
    assert!(error.is_retryable(), "{error}");
    assert_eq!(calls.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_refusal_for_good_is_not_tried_again() {
    let (table, calls) = scripted(|_| {
        (
            400,
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table"}"#,
        )
    });
    let error = table.check().await.expect_err("no table");
    assert!(!error.is_retryable());
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
