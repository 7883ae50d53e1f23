//! Khalti as its documentation describes it (KPG-2), on a loopback port: payments are begun,
//! paid when a test says so, and looked up.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use durbar_platform::payment::KhaltiConfig;
use durbar_services::subscriptions::Payments;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

const KEY: &str = "live_secret_key_of_the_tests";

/// What the service knows.
#[derive(Debug, Default)]
struct Book {
    /// By `pidx`: the amount in paisa, the status, and the order as it was begun.
    payments: HashMap<String, (u64, &'static str, Value)>,
    is_down: bool,
    look_ups: usize,
}

/// Khalti, until it is dropped.
pub struct Khalti {
    book: Arc<Mutex<Book>>,
    base: String,
    task: JoinHandle<()>,
}

impl Drop for Khalti {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Khalti {
    pub async fn start() -> Self {
        let book = Arc::new(Mutex::new(Book::default()));
        let router = Router::new()
            .route("/api/v2/epayment/initiate/", post(initiate))
            .route("/api/v2/epayment/lookup/", post(look_up))
            .with_state(book.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self {
            book,
            base: format!("http://{address}/api/v2"),
            task,
        }
    }

    /// The ways to pay of a site that uses it.
    pub fn payments(&self) -> Payments {
        let config = KhaltiConfig {
            base_url: self.base.clone(),
            secret_key: KEY.to_owned(),
        };
        Payments::new(Some(config), Some("Durbar, Test Bank, 0123")).expect("payments")
    }

    /// The `pidx` of the payment begun last, and its order.
    pub fn last(&self) -> (String, Value) {
        let book = self.book.lock().expect("not poisoned");
        let last = book.payments.iter().max_by_key(|(pidx, _)| *pidx);
        let (pidx, (_, _, order)) = last.expect("a payment");
        (pidx.clone(), order.clone())
    }

    /// What look-ups say of a payment from now on.
    pub fn set(&self, pidx: &str, status: &'static str) {
        let mut book = self.book.lock().expect("not poisoned");
        book.payments.get_mut(pidx).expect("a payment").1 = status;
    }

    /// The amount that look-ups name, in paisa.
    pub fn set_amount(&self, pidx: &str, paisa: u64) {
        let mut book = self.book.lock().expect("not poisoned");
        book.payments.get_mut(pidx).expect("a payment").0 = paisa;
    }

    /// Whether every call is answered with 503.
    pub fn set_down(&self, is_down: bool) {
        self.book.lock().expect("not poisoned").is_down = is_down;
    }

    pub fn look_ups(&self) -> usize {
        self.book.lock().expect("not poisoned").look_ups
    }
}

type Answer = (StatusCode, Json<Value>);

/// What keeps any call from being answered.
fn refused(book: &Book, headers: &HeaderMap) -> Option<Answer> {
    if book.is_down {
        return Some((StatusCode::SERVICE_UNAVAILABLE, Json(json!({}))));
    }
    let key = headers.get(header::AUTHORIZATION)?.to_str().ok();
    (key != Some(&format!("Key {KEY}"))).then(|| {
        let told = json!({ "detail": "Invalid token.", "status_code": 401 });
        (StatusCode::UNAUTHORIZED, Json(told))
    })
}

async fn initiate(
    State(book): State<Arc<Mutex<Book>>>,
    headers: HeaderMap,
    Json(order): Json<Value>,
) -> Answer {
    let mut book = book.lock().expect("not poisoned");
    if let Some(refused) = refused(&book, &headers) {
        return refused;
    }
    let Some(amount) = order["amount"].as_u64().filter(|paisa| *paisa >= 1_000) else {
        let told = json!({
            "amount": ["Amount should be greater than Rs. 10, that is 1000 paisa."],
            "error_key": "validation_error",
        });
        return (StatusCode::BAD_REQUEST, Json(told));
    };
    let pidx = format!("pidx{:04}", book.payments.len());
    book.payments
        .insert(pidx.clone(), (amount, "Initiated", order));
    let told = json!({
        "pidx": pidx,
        "payment_url": format!("https://test-pay.khalti.com/?pidx={pidx}"),
        "expires_at": "2099-05-25T16:26:16.471649+05:45",
        "expires_in": 1800,
    });
    (StatusCode::OK, Json(told))
}

async fn look_up(
    State(book): State<Arc<Mutex<Book>>>,
    headers: HeaderMap,
    Json(asked): Json<Value>,
) -> Answer {
    let mut book = book.lock().expect("not poisoned");
    book.look_ups += 1;
    if let Some(refused) = refused(&book, &headers) {
        return refused;
    }
    let pidx = asked["pidx"].as_str().unwrap_or_default();
    let Some((amount, status, _)) = book.payments.get(pidx) else {
        let told = json!({ "detail": "Not found.", "error_key": "validation_error" });
        return (StatusCode::NOT_FOUND, Json(told));
    };
    let code = match *status {
        "Expired" | "User canceled" => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let told = json!({
        "pidx": pidx,
        "total_amount": amount,
        "status": status,
        "transaction_id": (*status == "Completed").then_some("GFq9PFS7b2iYvL8Lir9oXe"),
        "fee": 0,
        "refunded": *status == "Refunded",
    });
    (code, Json(told))
}
