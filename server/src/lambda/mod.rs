//! The program as AWS Lambda functions: invocations instead of connections and timers. Between
//! invocations a process stands still, so nothing is left to be done beside them.

mod rounds;
mod site;

use crate::{error::StartError, stack::Stack, traces::Traces};
use axum::Router;
use clap::ValueEnum;

/// What Lambda sets for each function's process: where it asks for invocations.
const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

/// What a function is for. The same program serves all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Purpose {
    /// Pages, forms and server functions, behind a function URL that streams.
    #[default]
    Site,
    /// What the server does by timers elsewhere: each invocation is one round of it.
    Rounds,
    /// Work on uploads and on imported lists: each invocation does all that is due.
    Media,
}

impl Purpose {
    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Rounds => "rounds",
            Self::Media => "media",
        }
    }
}

/// Whether Lambda runs this process.
pub fn is_here() -> bool {
    std::env::var_os(RUNTIME_API).is_some()
}

/// Answers invocations until Lambda ends the process.
///
/// # Errors
/// [`StartError::Lambda`] when Lambda can't be asked for invocations.
pub async fn serve(
    purpose: Purpose,
    router: Router,
    stack: &Stack,
    traces: Option<&Traces>,
) -> Result<(), StartError> {
    let served = match purpose {
        Purpose::Site => site::serve(router, stack, traces).await,
        Purpose::Rounds => rounds::serve(traces, |now, _| stack.round(now)).await,
        Purpose::Media => rounds::serve(traces, |now, within| stack.media_round(now, within)).await,
    };
    served.map_err(StartError::Lambda)
}
