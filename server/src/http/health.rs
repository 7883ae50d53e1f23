//! Whether this process lives, and whether it can do its work.

use crate::host::Host;
use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use durbar_platform::PlatformError;
use serde::Serialize;
use std::{future::Future, sync::Arc, time::Duration};

/// How long table and objects may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

const NO_STORE: [(HeaderName, HeaderValue); 1] =
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// What `/readyz` tells.
#[derive(Debug, Serialize)]
pub struct Readiness {
    table: Part,
    objects: Part,
    /// Without it the search answers from the table, so the site is ready all the same.
    text_index: TextIndex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Ok,
    Failing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum TextIndex {
    Ready,
    Building,
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> impl axum::response::IntoResponse {
    (NO_STORE, "ok\n")
}

/// `GET /readyz`: table and objects answer too; 503 names the part that doesn't.
pub async fn readyz(State(host): State<Arc<Host>>) -> impl axum::response::IntoResponse {
    let (table, objects) = futures::join!(
        check("table", host.platform.table.check()),
        check("objects", host.platform.objects.check()),
    );
    let ready = (table, objects) == (Part::Ok, Part::Ok);
    let text_index = if host.app.services.search.is_ready() {
        TextIndex::Ready
    } else {
        TextIndex::Building
    };
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        NO_STORE,
        Json(Readiness {
            table,
            objects,
            text_index,
        }),
    )
}

async fn check(
    part: &'static str,
    answer: impl Future<Output = Result<(), PlatformError>>,
) -> Part {
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(())) => Part::Ok,
        Ok(Err(error)) => {
            tracing::error!(part, error = &error as &dyn std::error::Error, "not ready");
            Part::Failing
        }
        Err(_) => {
            tracing::error!(
                part,
                waited_ms = ANSWER_WITHIN.as_millis() as u64,
                "not ready: no answer"
            );
            Part::Failing
        }
    }
}
