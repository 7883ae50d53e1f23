//! What is kept of a person, as they get it when they ask for it.

use crate::PlatformError;
use serde::Serialize;

pub use serde_json::Value;

/// Something of a person as JSON; `what` names it in an error.
pub(crate) fn value(what: &str, content: &impl Serialize) -> Result<Value, PlatformError> {
    serde_json::to_value(content).map_err(|error| PlatformError::Unwritable {
        key: what.to_owned(),
        source: Box::new(error),
    })
}
