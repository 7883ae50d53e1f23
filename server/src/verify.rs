//! Checking that what is stored is as it was written.

use crate::{cli::VerifyArguments, error::StartError, stack::Store};
use durbar_platform::audit::AuditStore;
use std::io::{self, Write as _};

/// Says on standard output, line by line, what is whole and what isn't.
///
/// # Errors
/// [`StartError::NotWhole`] when something isn't as it was written.
pub async fn verify(arguments: VerifyArguments) -> Result<(), StartError> {
    let settings = arguments.store.settings().map_err(StartError::Setting)?;
    let store = Store::open(&settings).await?;
    let trail = AuditStore::new(store.platform.table.clone());
    let verified = trail.verify(Some(&store.audit_archive())).await;
    store.close().await;
    let verified = verified?;
    let mut out = io::stdout().lock();
    for line in verified.lines() {
        writeln!(out, "{line}").map_err(StartError::Output)?;
    }
    match verified.faults.len() {
        0 => Ok(()),
        faults => Err(StartError::NotWhole { faults }),
    }
}
