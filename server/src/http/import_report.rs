//! `GET /account/admin/import/{id}/report.csv`: the rows of an import that were refused.

use super::{
    private_file::{PrivateFile, private_file},
    request_id::RequestId,
};
use crate::{host::Host, visitor::Identified};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{Response, Uri},
};
use durbar_domain::{ImportId, Locale};
use durbar_services::ServiceError;
use std::sync::Arc;

pub const ROUTE: &str = "/account/admin/import/{id}/report.csv";

/// The report, or that there is none.
pub async fn report(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    Path(import): Path<String>,
    uri: Uri,
    identified: Identified,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let found = read(&host, &identified, &import).await;
    private_file(found, identified, locale, &id)
}

async fn read(
    host: &Host,
    identified: &Identified,
    import: &str,
) -> Result<PrivateFile, ServiceError> {
    let import: ImportId = import.parse().map_err(|_| ServiceError::NotFound)?;
    let imports = &host.app.services.import_runs;
    let report = imports
        .report(&identified.visitor.principal, import)
        .await?;
    Ok(PrivateFile {
        bytes: report,
        content_type: "text/csv; charset=utf-8",
        disposition: "attachment; filename=\"refused-rows.csv\"",
    })
}
