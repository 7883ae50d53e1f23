//! Changing what is there: order, descriptions, audience; taking away and bringing back.

use super::{Media, UNDO_WITHIN, UPLOAD_WITHIN, upload::begin_with};
use crate::ServiceError;
use durbar_domain::{
    FieldError, MediaId, PropertyId,
    account::Principal,
    error::Problem,
    media::{Audience, MediaItem, MediaState, Step, parse_alt},
    text::Localized,
};
use durbar_platform::media::{MediaRecord, Task, Work};
use jiff::Timestamp;

/// Which way a file goes among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Earlier,
    Later,
}

impl Media {
    /// Describes what is to be seen, in both languages. `before` is what the writer saw: the
    /// pipeline counts versions up too, and a description loses to another description alone.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when somebody else described it meanwhile,
    /// [`ServiceError::Invalid`] naming `alt_en` or `alt_ne`.
    pub async fn describe(
        &self,
        principal: &Principal,
        (listing_id, media_id): (PropertyId, MediaId),
        before: &Localized<String>,
        (english, nepali): (&str, &str),
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        let (en, ne) = (parse_alt("alt_en", english), parse_alt("alt_ne", nepali));
        let asked = match (en, ne) {
            (Ok(en), Ok(ne)) => Localized { en, ne },
            (en, ne) => {
                let errors: Vec<FieldError> = [en.err(), ne.err()].into_iter().flatten().collect();
                return Err(ServiceError::Invalid(errors));
            }
        };
        if record.item.alt == asked {
            return Ok(record.item);
        }
        if record.item.alt != *before {
            let current_version = record.item.version;
            return Err(ServiceError::Conflict { current_version });
        }
        let mut after = Self::next(&record, now);
        after.item.alt = asked;
        self.inner.store.replace(&record, &after, &[]).await?;
        Ok(after.item)
    }

    /// Moves a file one place among those of its listing that aren't taken away.
    pub async fn shift(
        &self,
        principal: &Principal,
        (listing_id, media_id): (PropertyId, MediaId),
        direction: Direction,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        self.changer(principal, listing_id).await?;
        let mut records = self.in_order(listing_id).await?;
        records.retain(|it| !it.item.state.is_removed());
        let place = records.iter().position(|it| it.item.media_id == media_id);
        let place = place.ok_or(ServiceError::NotFound)?;
        let kind = records[place].item.kind;
        // Past others of its kind: pages show each kind by itself.
        let other = match direction {
            Direction::Earlier => (0..place).rfind(|at| records[*at].item.kind == kind),
            Direction::Later => {
                (place + 1..records.len()).find(|at| records[*at].item.kind == kind)
            }
        };
        let Some(other) = other else {
            return Ok(());
        };
        let moved = |from: &MediaRecord, to: &MediaRecord| {
            let mut after = Self::next(from, now);
            after.item.position = to.item.position;
            (from.clone(), after)
        };
        let (one, two) = (&records[place], &records[other]);
        let changes = [moved(one, two), moved(two, one)];
        Ok(self.inner.store.replace_all(&changes).await?)
    }

    /// Tries anew to make something of a file that failed for a reason that may have passed.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when only another file can help.
    pub async fn retry(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        let can_retry = matches!(
            record.item.state,
            MediaState::Failed { reason } if reason.can_retry()
        );
        if !can_retry {
            let accepted = "a file whose failure may have passed".to_owned();
            return Err(ServiceError::invalid(
                "media",
                Problem::NotOneOf { accepted },
            ));
        }
        let mut after = Self::next(&record, now);
        (after.item.state, after.work) = from_the_start(&record, now);
        self.inner.store.replace(&record, &after, &[]).await?;
        self.wake();
        Ok(after.item)
    }

    /// Takes a file away. For [`UNDO_WITHIN`] it can be brought back; then it is deleted.
    pub async fn remove(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        if record.item.state.is_removed() {
            return Ok(record.item);
        }
        let mut after = Self::next(&record, now);
        let was = Box::new(record.item.state.clone());
        after.item.state = MediaState::Removed { was, at: now };
        after.work = Some(Self::work(now + UNDO_WITHIN, Task::Delete));
        self.inner.store.replace(&record, &after, &[]).await?;
        Ok(after.item)
    }

    /// Brings back what was taken away.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] once it is deleted.
    pub async fn restore(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        let MediaState::Removed { was, .. } = &record.item.state else {
            return Ok(record.item);
        };
        let mut after = Self::next(&record, now);
        (after.item.state, after.work) = match &**was {
            MediaState::Uploading => {
                let end = record.item.created_at + UPLOAD_WITHIN;
                let give_up = Self::work(end, Task::GiveUpUpload);
                (MediaState::Uploading, Some(give_up))
            }
            MediaState::Ready(made) => {
                let here = record.item.audience;
                let task = match record.bound_for {
                    None => begin_with(Step::Compare),
                    // It was taken away while it was being moved.
                    Some(to) if to == here => Task::Leave { from: here.other() },
                    Some(to) => Task::Move { to },
                };
                (MediaState::Ready(made.clone()), Some(Self::work(now, task)))
            }
            MediaState::Failed { reason } => (MediaState::Failed { reason: *reason }, None),
            // What was under way begins anew.
            _ => from_the_start(&record, now),
        };
        self.inner.store.replace(&record, &after, &[]).await?;
        self.wake();
        Ok(after.item)
    }

    /// Gives a file to another audience. Its files are copied to where that one looks; then
    /// its old addresses stop working.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for what can't be given to them, and for a file that isn't
    /// ready; [`ServiceError::Conflict`] while it is being moved.
    pub async fn move_to(
        &self,
        principal: &Principal,
        (listing_id, media_id): (PropertyId, MediaId),
        audience: Audience,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        if record.item.audience == audience {
            return Ok(record.item);
        }
        if !record.item.kind.may_be(audience) || record.item.state.rendition().is_none() {
            let accepted = record.item.audience.key().to_owned();
            return Err(ServiceError::invalid(
                "audience",
                Problem::NotOneOf { accepted },
            ));
        }
        if matches!(&record.work, Some(work) if !is_afterwards(&work.task)) {
            let current_version = record.item.version;
            return Err(ServiceError::Conflict { current_version });
        }
        let mut after = Self::next(&record, now);
        after.bound_for = Some(audience);
        after.work = Some(Self::work(now, Task::Move { to: audience }));
        self.inner.store.replace(&record, &after, &[]).await?;
        self.inner.waiting.notify_one();
        Ok(after.item)
    }
}

/// The first state of a file that is there, or that is to be fetched still, and the work on it.
fn from_the_start(record: &MediaRecord, now: Timestamp) -> (MediaState, Option<Work>) {
    let is_elsewhere = record.origin.as_ref().is_some_and(|it| !it.has_arrived);
    let (state, task) = match is_elsewhere {
        true => (MediaState::Fetching, Task::Fetch),
        false => (MediaState::Queued, begin_with(Step::FIRST)),
    };
    (state, Some(Media::work(now, task)))
}

/// Whether it is what follows a file that is ready; it is done after a move too.
pub(super) fn is_afterwards(task: &Task) -> bool {
    matches!(task, Task::Process { step, .. } if step.is_behind_publishing())
}
