//! Papers that only the administration sees: taken in, kept, and opened by a link for a minute.

use crate::{ServiceError, permit::permit};
use bytes::Bytes;
use durbar_domain::{
    AccountId, FieldError, MediaId,
    account::Principal,
    broker::{Paper, PaperKind},
    error::Problem,
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    Platform,
    link_token::LinkToken,
    papers::{Look, PaperOwner, PaperStore},
};
use jiff::{SignedDuration, Timestamp};

/// Name of the field with the papers.
const FIELD: &str = "papers";
/// How long a link to a paper holds.
const LOOK: SignedDuration = SignedDuration::from_secs(60);

/// Use cases about papers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Papers {
    store: PaperStore,
}

impl Papers {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: PaperStore::new(platform),
        }
    }

    /// Stores papers, before what names them.
    pub(crate) async fn put(
        &self,
        owner: PaperOwner,
        kinds: Vec<PaperKind>,
        papers: Vec<Bytes>,
        now: Timestamp,
    ) -> Result<Vec<Paper>, ServiceError> {
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut stored = Vec::with_capacity(papers.len());
        for (kind, bytes) in kinds.into_iter().zip(papers) {
            let paper = Paper {
                paper_id: MediaId::from_parts(unix_ms, rand::random::<u128>() >> 48),
                kind,
                bytes: bytes.len() as u64,
            };
            self.store.put(owner, paper, bytes).await?;
            stored.push(paper);
        }
        Ok(stored)
    }

    /// Deletes papers that nothing names any more; those that can't be deleted now go with
    /// their owner.
    pub(crate) async fn forget(&self, owner: PaperOwner, papers: &[Paper]) {
        if let Err(error) = self.store.delete(owner, papers).await {
            tracing::warn!(?owner, %error, "papers could not be deleted");
        }
    }

    /// Deletes all papers of an owner.
    pub(crate) async fn erase(&self, owner: PaperOwner) -> Result<(), ServiceError> {
        Ok(self.store.delete_all(owner).await?)
    }

    /// A link to a paper, for a minute and for one account alone.
    pub(crate) async fn link(
        &self,
        account_id: AccountId,
        owner: PaperOwner,
        paper: Paper,
        now: Timestamp,
    ) -> Result<LinkToken, ServiceError> {
        let look = Look {
            account_id,
            owner,
            paper,
            until: now + LOOK,
        };
        Ok(self.store.put_look(&look).await?)
    }

    /// The paper that a link leads to.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it is another one's, has expired, or is none;
    /// [`ServiceError::Refused`] for who may check such papers no longer.
    pub async fn open(
        &self,
        principal: &Principal,
        token: &LinkToken,
        now: Timestamp,
    ) -> Result<(PaperKind, Bytes), ServiceError> {
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let look = self.store.look(token, now).await?;
        let look = look.filter(|look| look.account_id == person.account_id);
        let look = look.ok_or(ServiceError::NotFound)?;
        let operation = match look.owner {
            PaperOwner::Broker(_) => Operation::VerifyLicense,
            PaperOwner::Listing(_) => Operation::VerifyDocument,
        };
        permit(principal, operation, Relation::Others)?;
        let bytes = self.store.get(look.owner, look.paper).await?;
        Ok((look.paper.kind, bytes.ok_or(ServiceError::NotFound)?))
    }

    /// The bytes of a paper; `None` when it has gone.
    #[cfg(test)]
    pub(crate) async fn bytes(&self, owner: PaperOwner, paper: Paper) -> Option<Bytes> {
        self.store.get(owner, paper).await.expect("read")
    }
}

/// What papers are, or all that is wrong with them; `max` is the most of them.
pub(crate) fn kinds(papers: &[Bytes], max: usize) -> Result<Vec<PaperKind>, Vec<FieldError>> {
    let mut problems = Vec::new();
    if papers.is_empty() {
        problems.push(FieldError::new(FIELD, Problem::Empty));
    } else if papers.len() > max {
        problems.push(FieldError::new(FIELD, Problem::TooMany { max }));
    }
    if papers.iter().any(|paper| paper.len() > Paper::MAX_BYTES) {
        let (min, max) = ("1 B".to_owned(), "10 MB".to_owned());
        let problem = Problem::OutOfRange { min, max };
        problems.push(FieldError::new(FIELD, problem));
    }
    let kinds: Option<Vec<_>> = papers.iter().map(|paper| PaperKind::of(paper)).collect();
    match kinds {
        Some(kinds) if problems.is_empty() => Ok(kinds),
        Some(_) => Err(problems),
        None => {
            let accepted = PaperKind::ACCEPTED.to_owned();
            problems.push(FieldError::new(FIELD, Problem::NotOneOf { accepted }));
            Err(problems)
        }
    }
}
