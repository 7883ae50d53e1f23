//! A server that behaves as Khalti's documentation says, and misbehaves when told.

use crate::payment::{Khalti, KhaltiConfig};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response, StatusCode, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

pub const KEY: &str = "live_secret_key_68791341fdd94846a146f0457ff7b455";

/// Khalti on a loopback port, until it is dropped.
pub struct Server {
    pub state: Arc<Mutex<State>>,
    pub base: String,
    task: JoinHandle<()>,
}

#[derive(Default)]
pub struct State {
    /// By `pidx`: the amount and the status.
    pub payments: HashMap<String, (u64, &'static str)>,
    /// What was asked, path and body.
    pub asked: Vec<(String, Value)>,
    /// Answers to give first, in order, in place of the right one.
    pub instead: Vec<(u16, String)>,
    /// How often to close the connection without an answer first.
    pub hang_up: usize,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!(
            "http://{}/api/v2/",
            listener.local_addr().expect("an address")
        );
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if hangs_up(&shared) {
                    continue;
                }
                let shared = shared.clone();
                tokio::spawn(async move {
                    let service = service_fn(|request| answer(request, shared.clone()));
                    let connection = hyper::server::conn::http1::Builder::new()
                        .keep_alive(false)
                        .serve_connection(TokioIo::new(stream), service);
                    let _ = connection.await;
                });
            }
        });
        Self { state, base, task }
    }

    pub fn khalti(&self) -> Khalti {
        self.khalti_with(KEY)
    }

    pub fn khalti_with(&self, key: &str) -> Khalti {
        Khalti::new(KhaltiConfig {
            base_url: self.base.clone(),
            secret_key: key.to_owned(),
        })
        .expect("a client")
    }

    pub fn set(&self, pidx: &str, status: &'static str) {
        let mut state = self.state.lock().expect("no test panics holding it");
        state.payments.get_mut(pidx).expect("a payment").1 = status;
    }
}

fn hangs_up(state: &Mutex<State>) -> bool {
    let mut state = state.lock().expect("no test panics holding it");
    let hangs_up = state.hang_up > 0;
    state.hang_up = state.hang_up.saturating_sub(1);
    hangs_up
}

async fn answer(
    request: Request<Incoming>,
    state: Arc<Mutex<State>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let authorized = request
        .headers()
        .get("authorization")
        .is_some_and(|key| key.as_bytes() == format!("Key {KEY}").as_bytes());
    let is_post = request.method() == "POST";
    let body = request
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mut state = state.lock().expect("no test panics holding it");
    state.asked.push((path.clone(), body.clone()));
    if !state.instead.is_empty() {
        let (status, text) = state.instead.remove(0);
        return Ok(response(status, text));
    }
    if !authorized {
        return Ok(response(
            401,
            json!({"detail": "Invalid token.", "status_code": 401}).to_string(),
        ));
    }
    let (status, answer) = match path.as_str() {
        "/api/v2/epayment/initiate/" if is_post => initiate(&mut state, &body),
        "/api/v2/epayment/lookup/" if is_post => look_up(&state, &body),
        _ => (404, json!({"detail": "Not found."})),
    };
    Ok(response(status, answer.to_string()))
}

fn initiate(state: &mut State, body: &Value) -> (u16, Value) {
    for field in [
        "return_url",
        "website_url",
        "purchase_order_id",
        "purchase_order_name",
    ] {
        if body[field].as_str().is_none_or(str::is_empty) {
            return (
                400,
                json!({field: ["This field may not be blank."], "error_key": "validation_error"}),
            );
        }
    }
    let Some(amount) = body["amount"].as_u64().filter(|paisa| *paisa >= 1_000) else {
        let problem = "Amount should be greater than Rs. 10, that is 1000 paisa.";
        return (
            400,
            json!({"amount": [problem], "error_key": "validation_error"}),
        );
    };
    let pidx = format!("bZQLD9wRVWo4CdESSfuSs{}", state.payments.len());
    state.payments.insert(pidx.clone(), (amount, "Initiated"));
    let answer = json!({
        "pidx": pidx,
        "payment_url": format!("https://test-pay.khalti.com/?pidx={pidx}"),
        "expires_at": "2026-11-22T16:26:16.471649+05:45",
        "expires_in": 1800,
    });
    (200, answer)
}

fn look_up(state: &State, body: &Value) -> (u16, Value) {
    let pidx = body["pidx"].as_str().unwrap_or_default();
    let Some((amount, status)) = state.payments.get(pidx) else {
        return (
            404,
            json!({"detail": "Not found.", "error_key": "validation_error"}),
        );
    };
    let paid = matches!(*status, "Completed" | "Refunded" | "Partially Refunded");
    let code = if matches!(*status, "Expired" | "User canceled") {
        400
    } else {
        200
    };
    let answer = json!({
        "pidx": pidx,
        "total_amount": amount,
        "status": status,
        "transaction_id": paid.then_some("GFq9PFS7b2iYvL8Lir9oXe"),
        "fee": 0,
        "refunded": *status == "Refunded",
    });
    (code, answer)
}

fn response(status: u16, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}
