//! `GET /account/admin/papers/{token}`: a paper of a broker or of a home, for the admin who asked for it a
//! moment ago.

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
use durbar_domain::{Locale, broker::PaperKind};
use durbar_services::{ServiceError, accounts::LinkToken};
use jiff::Timestamp;
use std::sync::Arc;

pub const ROUTE: &str = "/account/admin/papers/{token}";

/// The paper, or that there is none.
pub async fn paper(
    State(host): State<Arc<Host>>,
    Extension(id): Extension<RequestId>,
    Path(token): Path<String>,
    uri: Uri,
    identified: Identified,
) -> Response<Body> {
    let (locale, _) = Locale::from_path(uri.path());
    let found = open(&host, &identified, &token).await;
    private_file(found, identified, locale, &id)
}

async fn open(
    host: &Host,
    identified: &Identified,
    token: &str,
) -> Result<PrivateFile, ServiceError> {
    let token = LinkToken::parse(token).ok_or(ServiceError::NotFound)?;
    let papers = &host.app.services.papers;
    let principal = &identified.visitor.principal;
    let (kind, bytes) = papers.open(principal, &token, Timestamp::now()).await?;
    Ok(PrivateFile {
        bytes,
        content_type: kind.content_type(),
        disposition: match kind {
            // A document may hold a program: it is not opened on our address.
            PaperKind::Pdf => "attachment; filename=\"paper.pdf\"",
            _ => "inline",
        },
    })
}
