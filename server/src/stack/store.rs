//! What use cases stand on: table, objects, mail, and who keeps identities.

use crate::{cli::StoreSettings, error::StartError};
use durbar_platform::{
    Embedded, Platform,
    audit::AuditArchive,
    aws,
    embedded::Storage,
    identity::{BuiltIn, IdentityProvider, built_in::BuiltInSettings, cognito::CognitoSettings},
    mail::{MailFolder, MailSender, NoMail},
    signer::Signer,
    throttle::Throttle,
};
use durbar_services::{Events, Imports, Seeder, search::IndexPlace};
use std::{path::Path, sync::Arc};

/// Table and objects, opened. Dropping it stops embedded services at once.
pub struct Store {
    pub platform: Platform,
    /// The services of embedded mode.
    pub(super) embedded: Option<Embedded>,
    /// The mail that embedded mode keeps.
    pub(super) mail_folder: Option<MailFolder>,
    pub(super) index: IndexPlace,
    /// For how many days the audit bucket keeps what is put there from being deleted; embedded
    /// storage can't.
    audit_lock_days: Option<u32>,
}

impl Store {
    /// Opens table and objects.
    ///
    /// # Errors
    /// When the data folder can't be used or AWS doesn't answer.
    pub async fn open(settings: &StoreSettings) -> Result<Self, StartError> {
        match settings {
            StoreSettings::Embedded { storage } => {
                let embedded = Embedded::start(storage.clone()).await?;
                let (index, mail_folder) = match storage {
                    Storage::Folder(folder) => (
                        IndexPlace::Folder(folder.join("index")),
                        MailFolder::open(folder.join("mail"))?,
                    ),
                    Storage::Temporary => (IndexPlace::Memory, MailFolder::temporary()?),
                };
                Ok(Self {
                    platform: embedded.platform().clone(),
                    embedded: Some(embedded),
                    mail_folder: Some(mail_folder),
                    index,
                    audit_lock_days: None,
                })
            }
            StoreSettings::Aws(config) => {
                let platform = aws::connect(config.clone()).await;
                platform.check().await?;
                Ok(Self::in_aws(platform, config.audit_lock_days))
            }
        }
    }

    /// On table and objects in AWS.
    pub fn in_aws(platform: Platform, audit_lock_days: u32) -> Self {
        Self {
            platform,
            embedded: None,
            mail_folder: None,
            index: IndexPlace::Memory,
            audit_lock_days: Some(audit_lock_days),
        }
    }

    /// Where the chain of the audit trail is exported to.
    pub fn audit_archive(&self) -> AuditArchive {
        AuditArchive::new(&self.platform.objects, self.audit_lock_days)
    }

    /// Keys that sign premium media: embedded mode has its own.
    pub fn signer(&self) -> Option<&Signer> {
        self.embedded.as_ref().map(Embedded::signer)
    }

    /// What carries mail.
    pub(super) fn mail(&self) -> Arc<dyn MailSender> {
        match &self.mail_folder {
            Some(folder) => Arc::new(folder.clone()),
            None => Arc::new(NoMail),
        }
    }

    /// Writes demo markets from a seed folder.
    pub fn seeder(&self, seed_dir: &Path) -> Seeder {
        Seeder::new(&self.platform, Events::default(), seed_dir)
    }

    /// Takes homes over from other systems.
    pub fn imports(&self) -> Imports {
        Imports::new(&self.platform, Events::default())
    }

    /// Stops embedded services once their calls in flight are answered.
    pub async fn close(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}

/// Who keeps identities, and what counts attempts.
pub struct Identity {
    pub provider: Arc<dyn IdentityProvider>,
    pub throttle: Throttle,
}

impl Identity {
    /// The user pool that is set, else the built-in provider in the table.
    ///
    /// # Errors
    /// When the provider's keys can't be read or made.
    pub async fn open(
        store: &Store,
        pool: Option<CognitoSettings>,
        site_url: &str,
    ) -> Result<Self, StartError> {
        let table = &store.platform.table;
        if let Some(settings) = pool {
            let provider = aws::identity(table, settings).await?;
            let throttle = provider.throttle().clone();
            let provider: Arc<dyn IdentityProvider> = Arc::new(provider);
            return Ok(Self { provider, throttle });
        }
        let provider = BuiltIn::open(table, BuiltInSettings::new(site_url)).await?;
        let throttle = provider.throttle().clone();
        let provider: Arc<dyn IdentityProvider> = Arc::new(provider);
        Ok(Self { provider, throttle })
    }
}
