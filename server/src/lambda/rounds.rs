//! Functions that a schedule invokes.

use crate::{
    stack::{RoundError, RoundReport},
    traces::Traces,
};
use jiff::Timestamp;
use lambda_http::{Error, LambdaEvent, lambda_runtime, service_fn};
use serde::de::IgnoredAny;
use std::time::{Duration, SystemTime};

/// Left of an invocation's time for saying what was done.
const RESERVE: Duration = Duration::from_secs(5);

/// Answers each invocation by one round, given the time and how long it may take. A round that
/// failed in part fails the invocation, which alarms see.
pub(super) async fn serve<Round, Done>(traces: Option<&Traces>, round: Round) -> Result<(), Error>
where
    Round: Fn(Timestamp, Duration) -> Done,
    Done: Future<Output = Result<RoundReport, RoundError>>,
{
    let round = &round;
    lambda_runtime::run(service_fn(|event: LambdaEvent<IgnoredAny>| async move {
        let deadline = event.context.deadline();
        let left = deadline.duration_since(SystemTime::now());
        let within = left.unwrap_or_default().saturating_sub(RESERVE);
        let report = round(Timestamp::now(), within).await;
        if let Some(traces) = traces {
            traces.flush().await;
        }
        let report = report?;
        tracing::info!(?report, "a round is done");
        Ok::<_, Error>(report)
    }))
    .await
}
