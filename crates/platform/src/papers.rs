//! Papers: objects in a bucket of their own that no address leads to. Whoever may look gets a
//! link that holds for a minute and for them alone.

use crate::{
    Objects, Platform, PlatformError, Table,
    keys::{LicenseKey, PrimaryKey},
    link_token::LinkToken,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
    table::{EXPIRES_AT, from_item, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use durbar_domain::{AccountId, BrokerId, PropertyId, broker::Paper};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperOwner {
    /// It shows a broker's licence.
    Broker(BrokerId),
    /// It is about a home.
    Listing(PropertyId),
}

/// What a link to a paper opens, for whom, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub account_id: AccountId,
    pub owner: PaperOwner,
    pub paper: Paper,
    pub until: Timestamp,
}

/// Papers and the links to them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PaperStore {
    table: Table,
    objects: Objects,
}

impl PaperStore {
    pub fn new(platform: &Platform) -> Self {
        Self {
            table: platform.table.clone(),
            objects: platform.objects.clone(),
        }
    }

    /// Stores a paper, before what names it.
    pub async fn put(
        &self,
        owner: PaperOwner,
        paper: Paper,
        bytes: Bytes,
    ) -> Result<(), PlatformError> {
        let (key, kind) = (object_key(owner, paper)?, paper.kind.content_type());
        let objects = &self.objects;
        objects.put(Bucket::PrivatePapers, &key, kind, bytes).await
    }

    /// A paper's bytes; `None` when it has gone.
    pub async fn get(
        &self,
        owner: PaperOwner,
        paper: Paper,
    ) -> Result<Option<Bytes>, PlatformError> {
        let (key, options) = (object_key(owner, paper)?, GetOptions::default());
        let fetched = self.objects.get(Bucket::PrivatePapers, &key, options);
        match fetched.await? {
            Fetched::Found(object) => Ok(Some(object.body.collect().await?)),
            _ => Ok(None),
        }
    }

    /// Deletes papers; it is no error when they aren't there.
    pub async fn delete(&self, owner: PaperOwner, papers: &[Paper]) -> Result<(), PlatformError> {
        for paper in papers {
            let key = object_key(owner, *paper)?;
            self.objects.delete(Bucket::PrivatePapers, &key).await?;
        }
        Ok(())
    }

    /// Deletes all papers of an owner, those of earlier applications and of broken-off uploads
    /// too.
    pub async fn delete_all(&self, owner: PaperOwner) -> Result<(), PlatformError> {
        let (folder, mut after) = (folder_of(owner), None);
        loop {
            let objects = &self.objects;
            let found = objects.list(Bucket::PrivatePapers, &folder, after.as_ref());
            let found = found.await?;
            let Some(last) = found.last() else {
                return Ok(());
            };
            after = Some(last.key.clone());
            for object in &found {
                objects.delete(Bucket::PrivatePapers, &object.key).await?;
            }
        }
    }

    /// Makes a link to a paper.
    pub async fn put_look(&self, look: &Look) -> Result<LinkToken, PlatformError> {
        let token = LinkToken::random();
        let mut item = to_item(look_key(&token), "PaperLook", look)?;
        let end = AttributeValue::N(look.until.as_second().to_string());
        item.insert(EXPIRES_AT.to_owned(), end);
        self.table.put(item).await?;
        Ok(token)
    }

    /// What a link opens; `None` when it is none or has expired.
    pub async fn look(
        &self,
        token: &LinkToken,
        now: Timestamp,
    ) -> Result<Option<Look>, PlatformError> {
        let item = self.table.get(look_key(token)).await?;
        let look: Option<Look> = item.map(from_item).transpose()?;
        Ok(look.filter(|look| now < look.until))
    }
}

fn look_key(token: &LinkToken) -> PrimaryKey {
    PrimaryKey::License(LicenseKey::Look(token.digest()))
}

fn folder_of(owner: PaperOwner) -> String {
    match owner {
        PaperOwner::Broker(id) => format!("licences/{id}/"),
        PaperOwner::Listing(id) => format!("documents/{id}/"),
    }
}

/// Under which name a paper lies in its bucket.
pub(crate) fn paper_key(owner: PaperOwner, paper: Paper) -> String {
    let folder = folder_of(owner);
    format!("{folder}{}.{}", paper.paper_id, paper.kind.extension())
}

fn object_key(owner: PaperOwner, paper: Paper) -> Result<ObjectKey, PlatformError> {
    let name = paper_key(owner, paper);
    name.parse()
        .map_err(|error| PlatformError::corrupt(name, error))
}
