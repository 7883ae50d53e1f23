//! Lambda's runtime interface on loopback, and the real program as the function behind it.

use super::program::durbar;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::{process::Child, sync::Arc};
use tokio::{
    net::TcpListener,
    sync::{Mutex, mpsc},
};

/// What Lambda allows an invocation, told to the function.
const WITHIN_SECONDS: i64 = 120;

/// What a function said of an invocation.
#[derive(Debug)]
pub struct Said {
    pub is_error: bool,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A function that waits for invocations. It is killed when dropped.
pub struct Function {
    child: Child,
    events: mpsc::UnboundedSender<Value>,
    said: mpsc::UnboundedReceiver<Said>,
}

struct Interface {
    events: Mutex<mpsc::UnboundedReceiver<Value>>,
    said: mpsc::UnboundedSender<Said>,
}

impl Function {
    /// Starts the program with these arguments as Lambda would.
    pub async fn start(arguments: &[&str]) -> Self {
        let (events, waiting) = mpsc::unbounded_channel();
        let (told, said) = mpsc::unbounded_channel();
        let interface = Arc::new(Interface {
            events: Mutex::new(waiting),
            said: told,
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/{outcome}", post(take))
            .with_state(interface);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let child = durbar(arguments)
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "durbar-test")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769")
            .spawn();
        Self {
            child: child.expect("the program starts"),
            events,
            said,
        }
    }

    /// What the function says of an event.
    pub async fn invoke(&mut self, event: Value) -> Said {
        self.events.send(event).expect("the interface is there");
        self.said.recv().await.expect("the function answers")
    }

    /// An answer of the site: what stands before its body, and the body.
    pub async fn request(&mut self, method: &str, address: &str, body: &str) -> (Value, Bytes) {
        let said = self.invoke(request(method, address, body)).await;
        assert!(!said.is_error, "{said:?}");
        assert_eq!(
            said.headers["lambda-runtime-function-response-mode"],
            "streaming"
        );
        // A prelude of JSON, eight bytes of zero, then the body as it is.
        let end = said.body.windows(8).position(|it| it == [0; 8]);
        let end = end.expect("a prelude");
        let prelude = serde_json::from_slice(&said.body[..end]).expect("JSON");
        (prelude, said.body.slice(end + 8..))
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The event of a function URL (payload format 2.0).
fn request(method: &str, address: &str, body: &str) -> Value {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let host = "abc123.lambda-url.ap-south-1.on.aws";
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": ["theme=dark"],
        "headers": {
            "host": host,
            "origin": format!("https://{host}"),
            "content-type": "application/x-www-form-urlencoded",
        },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abc123",
            "domainName": host,
            "domainPrefix": "abc123",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "test",
            },
            "requestId": "8f7a1b6e-0000-4000-8000-000000000000",
            "routeKey": "$default",
            "stage": "$default",
            "time": "22/Nov/2026:04:15:00 +0000",
            "timeEpoch": 1_795_321_500_000_u64,
        },
        "body": body,
        "isBase64Encoded": false,
    })
}

/// The next event, as soon as there is one.
async fn next(State(interface): State<Arc<Interface>>) -> impl IntoResponse {
    let event = interface.events.lock().await.recv().await;
    let Some(event) = event else {
        return (StatusCode::GONE, HeaderMap::new(), String::new());
    };
    let deadline = jiff::Timestamp::now().as_millisecond() + WITHIN_SECONDS * 1_000;
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("lambda-runtime-aws-request-id", "invocation-1".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:ap-south-1:123456789012:function:durbar-test".to_owned(),
        ),
    ] {
        headers.insert(name, value.parse().expect("a header"));
    }
    (StatusCode::OK, headers, event.to_string())
}

/// What the function says of an event: `response` or `error`.
async fn take(
    State(interface): State<Arc<Interface>>,
    Path((_, outcome)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let _ = interface.said.send(Said {
        is_error: outcome == "error",
        headers,
        body,
    });
    StatusCode::ACCEPTED
}
