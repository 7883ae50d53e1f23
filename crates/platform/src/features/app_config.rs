//! The switches in AWS AppConfig, which rolls a change out and takes it back when an alarm goes
//! off. They are set there, and only read here.

use crate::PlatformError;
use aws_sdk_appconfigdata::{Client, error::SdkError};
use durbar_domain::feature::FeatureFlags;
use std::{fmt, str::FromStr, sync::Arc};
use tokio::sync::Mutex;

/// Where in AppConfig the switches are: names or identifiers, written as
/// `application/environment/profile`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppConfigProfile {
    application: String,
    environment: String,
    profile: String,
}

impl FromStr for AppConfigProfile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('/').map(str::trim).collect();
        match parts.as_slice() {
            [application, environment, profile] if !parts.contains(&"") => Ok(Self {
                application: (*application).to_owned(),
                environment: (*environment).to_owned(),
                profile: (*profile).to_owned(),
            }),
            _ => Err("expected application/environment/profile"),
        }
    }
}

impl fmt::Display for AppConfigProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}",
            self.application, self.environment, self.profile
        )
    }
}

/// The switches in AppConfig. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AppConfigFlags {
    client: Client,
    place: AppConfigProfile,
    session: Arc<Mutex<Session>>,
}

#[derive(Debug, Default)]
struct Session {
    /// For the next question; each can be used once. `None` begins a session.
    token: Option<String>,
    /// As they were told last: AppConfig answers nothing where nothing has changed.
    flags: FeatureFlags,
}

impl AppConfigFlags {
    /// Nothing is read yet.
    pub fn new(client: Client, place: AppConfigProfile) -> Self {
        Self {
            client,
            place,
            session: Arc::default(),
        }
    }

    /// The switches as they are rolled out to this process.
    ///
    /// # Errors
    /// When AppConfig doesn't answer, or holds something else.
    pub async fn read(&self) -> Result<FeatureFlags, PlatformError> {
        let mut session = self.session.lock().await;
        let token = match session.token.take() {
            Some(token) => token,
            None => self.begin().await?,
        };
        // A token that was used up or got too old is gone by now, so the next question begins a
        // session of its own.
        let call = self.client.get_latest_configuration();
        let told = call.configuration_token(token).send().await;
        let told = told.map_err(|error| failed("GetLatestConfiguration", error))?;
        let document = told.configuration().map(AsRef::as_ref).unwrap_or_default();
        if !document.is_empty() {
            let read = serde_json::from_slice(document);
            let place = self.place.to_string();
            session.flags = read.map_err(|error| PlatformError::corrupt(place, error))?;
        }
        // Not before: a document that couldn't be read is asked for again.
        session.token = told.next_poll_configuration_token;
        Ok(session.flags.clone())
    }

    async fn begin(&self) -> Result<String, PlatformError> {
        let call = self.client.start_configuration_session();
        let call = call
            .application_identifier(&self.place.application)
            .environment_identifier(&self.place.environment)
            .configuration_profile_identifier(&self.place.profile);
        let begun = call.send().await;
        let begun = begun.map_err(|error| failed("StartConfigurationSession", error))?;
        Ok(begun.initial_configuration_token.unwrap_or_default())
    }
}

fn failed<E>(operation: &'static str, error: SdkError<E>) -> PlatformError
where
    E: std::error::Error + Send + Sync + 'static,
{
    PlatformError::Service {
        operation,
        retryable: true,
        source: Box::new(error),
    }
}
