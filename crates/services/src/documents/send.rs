//! Sending a home's paper.

use super::Documents;
use crate::{ServiceError, papers::kinds};
use bytes::Bytes;
use durbar_domain::{
    PropertyId,
    account::Principal,
    broker::ApplicationState,
    document::{Document, DocumentCheck},
};
use durbar_platform::{change_notes::ChangeNotes, papers::PaperOwner};
use jiff::Timestamp;

impl Documents {
    /// Takes a home's paper, in place of what was sent before. A badge that the home has for it
    /// stays until somebody has looked at the new one.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with `papers` for files that are not accepted,
    /// [`ServiceError::NotFound`] where the listing says that the paper is not at hand.
    pub async fn send(
        &self,
        principal: &Principal,
        id: PropertyId,
        document: Document,
        papers: Vec<Bytes>,
        now: Timestamp,
    ) -> Result<DocumentCheck, ServiceError> {
        let listing = self.editable(principal, id).await?;
        if !document.is_at_hand(&listing.legal) {
            return Err(ServiceError::NotFound);
        }
        let kinds = kinds(&papers, DocumentCheck::MAX_PAPERS).map_err(ServiceError::Invalid)?;
        let before = self.store.get(id, document).await?;
        let owner = PaperOwner::Listing(id);
        let check = DocumentCheck {
            listing_id: id,
            document,
            broker_id: listing.broker_id,
            version: before.as_ref().map_or(0, |it| it.version) + 1,
            papers: self.papers.put(owner, kinds, papers, now).await?,
            sent_at: now,
            state: ApplicationState::Waiting,
        };
        let notes = ChangeNotes::default();
        if let Err(error) = self.store.write(&check, None, notes).await {
            self.papers.forget(owner, &check.papers).await;
            return Err(error.into());
        }
        if let Some(before) = before {
            self.papers.forget(owner, &before.papers).await;
        }
        Ok(check)
    }
}
