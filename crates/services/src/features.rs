//! What is switched on, and for whom.

use crate::{Events, ServiceError, permit::permit};
use durbar_domain::{
    account::Principal,
    audit::{Actor, AuditAction, AuditEntry, Detail, Reason, Subject, SubjectName},
    feature::{Feature, FeatureFlag},
    policy::{Operation, Relation},
};
use durbar_platform::{
    PlatformError, Table,
    features::{AppConfigFlags, FlagStore, WrittenFlags},
};
use jiff::Timestamp;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// Switches of features, as this process last read them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Features {
    place: Place,
    known: Arc<RwLock<WrittenFlags>>,
}

#[derive(Debug, Clone)]
enum Place {
    Table { store: FlagStore, events: Events },
    AppConfig(AppConfigFlags),
}

impl Features {
    /// Switches in the table. Until they are read everything is on.
    pub fn in_table(table: &Table, events: Events) -> Self {
        let store = FlagStore::new(table.clone());
        Self::at(Place::Table { store, events })
    }

    /// Switches that are set in AWS AppConfig. Until they are read everything is on.
    pub fn in_app_config(flags: AppConfigFlags) -> Self {
        Self::at(Place::AppConfig(flags))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            known: Arc::default(),
        }
    }

    /// Whether switches are set here, and not in AWS AppConfig.
    pub fn are_set_here(&self) -> bool {
        matches!(self.place, Place::Table { .. })
    }

    /// Whether what this operation is part of is on for who asks.
    pub fn allow(&self, operation: Operation, principal: &Principal) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.flags.allow(operation, principal)
    }

    /// Reads the switches.
    ///
    /// # Errors
    /// When their place doesn't answer; what was known of them holds on.
    pub async fn read(&self) -> Result<(), ServiceError> {
        let written = match &self.place {
            Place::Table { store, .. } => store.read().await?,
            Place::AppConfig(flags) => WrittenFlags {
                flags: flags.read().await?,
                version: 0,
            },
        };
        self.know(written);
        Ok(())
    }

    fn know(&self, written: WrittenFlags) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = written;
    }

    /// Reads the switches again and again until `end`.
    pub async fn run(&self, period: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        let mut fails = false;
        loop {
            match self.read().await {
                Err(error) if !fails => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(
                        error,
                        "the switches of features can't be read; they stay as they are"
                    );
                    fails = true;
                }
                Err(_) => {}
                Ok(()) => fails = false,
            }
            tokio::select! {
                () = tokio::time::sleep(period) => {}
                () = &mut end => return,
            }
        }
    }

    /// The switches and their version, for who sets them.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for all but admins.
    pub async fn list(&self, principal: &Principal) -> Result<WrittenFlags, ServiceError> {
        permit(principal, Operation::SetFeatures, Relation::Others)?;
        self.read().await?;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        Ok(known.clone())
    }

    /// Sets one switch; the audit trail tells who did and why.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when somebody set one since `version`,
    /// [`ServiceError::NotFound`] where they are set in AWS AppConfig.
    pub async fn set(
        &self,
        principal: &Principal,
        version: u64,
        (feature, flag): (Feature, FeatureFlag),
        reason: &Reason,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        permit(principal, Operation::SetFeatures, Relation::Others)?;
        let (Place::Table { store, events }, Some(person)) = (&self.place, principal.person())
        else {
            return Err(ServiceError::NotFound);
        };
        let before = store.read().await?;
        if before.version != version {
            let current_version = before.version;
            return Err(PlatformError::Conflict { current_version }.into());
        }
        let by = Actor::Person(person.account_id);
        let entry = AuditEntry {
            subject: SubjectName::parse("feature", feature.key())
                .ok()
                .map(Subject::Flag),
            detail: Detail::parse("detail", &told(&flag)).ok(),
            reason: Some(reason.clone()),
            ..AuditEntry::new(events.id(now), now, by, AuditAction::FlagChanged)
        };
        let after = WrittenFlags {
            flags: before.flags.with(feature, flag),
            version: version + 1,
        };
        store.write(&after, entry).await?;
        self.know(after);
        Ok(())
    }
}

/// A switch in words of the program.
fn told(flag: &FeatureFlag) -> String {
    let state = if flag.enabled { "on" } else { "off" };
    let roles: Vec<&str> = flag.roles.iter().map(|role| role.key()).collect();
    let roles = match roles.is_empty() {
        true => "everyone".to_owned(),
        false => roles.join(", "),
    };
    format!("{state}, {} % of {roles}", flag.percentage.get())
}
