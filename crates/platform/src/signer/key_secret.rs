//! Keys kept in AWS Secrets Manager, and read anew so that another one arrives by itself.

use super::{PremiumAccess, Signer, SigningKey, SigningKeyError};
use aws_sdk_secretsmanager::{
    Client,
    error::{ProvideErrorMetadata as _, SdkError},
    operation::get_secret_value::GetSecretValueError,
};
use serde::Deserialize;
use std::{error::Error, time::Duration};

/// The version that signs.
const CURRENT: &str = "AWSCURRENT";
/// The one before it, which still verifies.
const PREVIOUS: &str = "AWSPREVIOUS";

/// A secret whose versions hold a key each, as JSON: `{"key_id": "K2JC…", "private_key": "PEM"}`.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeySecret {
    client: Client,
    /// Its name or its ARN.
    name: String,
}

/// Why a secret gives no keys. Never says anything of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum KeySecretError {
    #[error("it has no version {CURRENT}, or isn't there at all")]
    Missing,
    #[error(
        "its value is not the expected JSON: {{\"key_id\": \"K2JCJMDEHXQW5F\", \"private_key\": \"-----BEGIN …\"}}"
    )]
    NotJson,
    #[error(transparent)]
    Key(#[from] SigningKeyError),
    /// What the service or the way to it says.
    #[error("{0}")]
    Service(String),
}

/// A version's value. Not `Debug`, so that it can't get into a log.
#[derive(Deserialize)]
struct Version {
    key_id: String,
    private_key: String,
}

impl KeySecret {
    /// Nothing is read yet.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self {
            client,
            name: name.into(),
        }
    }

    /// The keys as they are now: the current version's signs, the previous one's verifies.
    ///
    /// # Errors
    /// When the service doesn't answer, or the current version holds no key.
    pub async fn read(&self) -> Result<Signer, KeySecretError> {
        // In this order: where a rotation comes between the two, both are the same key until the
        // next reading, and none is passed over.
        let current = self.version(CURRENT).await?;
        let current = current.ok_or(KeySecretError::Missing)?;
        let previous = match self.version(PREVIOUS).await {
            // A mistake that was put right is the previous version then; it must not keep the
            // right one away.
            Err(error @ (KeySecretError::NotJson | KeySecretError::Key(_))) => {
                tracing::warn!(secret = self.name, %error, "left out the previous key");
                None
            }
            previous => previous?,
        };
        Ok(Signer::new(current, previous))
    }

    /// Reads the keys anew this often until `stop`, and has them used from then on. Where that
    /// fails the keys stay as they are, which is told once until it works again.
    pub async fn renew_every(
        self,
        period: Duration,
        access: PremiumAccess,
        stop: impl Future<Output = ()>,
    ) {
        tokio::select! {
            () = stop => {}
            () = self.renew(period, &access) => {}
        }
    }

    async fn renew(&self, period: Duration, access: &PremiumAccess) {
        let mut ticks = tokio::time::interval(period);
        // The first tick is now, when they have just been read.
        ticks.tick().await;
        let mut fails = false;
        loop {
            ticks.tick().await;
            let read = self.read().await;
            match &read {
                Err(error) if !fails => {
                    tracing::error!(secret = self.name, %error, "cannot read the keys anew; they stay as they are");
                }
                Err(_) => {}
                Ok(signer) => {
                    if access.replace_keys(signer.clone()) {
                        let key = signer.key_pair_id();
                        tracing::info!(key, "another key signs premium media");
                    }
                }
            }
            fails = read.is_err();
        }
    }

    /// The key of a version; `None` where there is no such version.
    async fn version(&self, stage: &str) -> Result<Option<SigningKey>, KeySecretError> {
        let call = self.client.get_secret_value().secret_id(&self.name);
        match call.version_stage(stage).send().await {
            Ok(found) => key(found.secret_string().unwrap_or_default()).map(Some),
            Err(SdkError::ServiceError(refused))
                if refused.err().is_resource_not_found_exception() =>
            {
                Ok(None)
            }
            Err(error) => Err(KeySecretError::Service(told(&error))),
        }
    }
}

/// Reads the value of a version. What a parser says of it is dropped, as it quotes it.
fn key(value: &str) -> Result<SigningKey, KeySecretError> {
    let version: Version = serde_json::from_str(value).map_err(|_| KeySecretError::NotJson)?;
    Ok(SigningKey::from_pem(&version.key_id, &version.private_key)?)
}

/// What the service said, or what kept it from being asked, in one line.
fn told(error: &SdkError<GetSecretValueError>) -> String {
    if let Some(refused) = error.as_service_error() {
        let (code, message) = (refused.code(), refused.message());
        return format!("{}: {}", code.unwrap_or("refused"), message.unwrap_or("?"));
    }
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_secretsmanager::{
        Config,
        config::{BehaviorVersion, Credentials, Region, retry::RetryConfig},
    };
    use aws_smithy_runtime_api::{
        client::{
            http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
            orchestrator::{HttpRequest, HttpResponse},
        },
        http::StatusCode,
    };
    use aws_smithy_types::body::SdkBody;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tokio::sync::Semaphore;

    /// Made for this test alone.
    fn pem() -> String {
        let (_, der) = SigningKey::generate().expect("a key");
        let body = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der);
        format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
    }

    /// Answers of a service, one a call, once it is let through; the last one again and again.
    /// With it how many calls came, and what lets them through.
    fn service(answers: Vec<(u16, String)>) -> (Client, Arc<AtomicUsize>, Arc<Semaphore>) {
        let calls = Arc::new(AtomicUsize::new(0));
        let gate = Arc::new(Semaphore::new(0));
        let (counted, opened) = (calls.clone(), gate.clone());
        let connector = SharedHttpConnector::new(Scripted {
            answers,
            calls,
            gate,
        });
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("ap-south-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .retry_config(RetryConfig::disabled())
            .http_client(http_client_fn(move |_, _| connector.clone()));
        (Client::from_conf(config.build()), counted, opened)
    }

    #[derive(Debug)]
    struct Scripted {
        answers: Vec<(u16, String)>,
        calls: Arc<AtomicUsize>,
        gate: Arc<Semaphore>,
    }

    impl HttpConnector for Scripted {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            let call = self.calls.fetch_add(1, Ordering::SeqCst);
            let (status, body) = &self.answers[call.min(self.answers.len() - 1)];
            let status = StatusCode::try_from(*status).expect("a status");
            let answer = HttpResponse::new(status, SdkBody::from(body.as_str()));
            let gate = self.gate.clone();
            HttpConnectorFuture::new(async move {
                gate.acquire().await.expect("a gate").forget();
                Ok(answer)
            })
        }
    }

    fn holding(id: &str) -> (u16, String) {
        let value = serde_json::json!({ "key_id": id, "private_key": pem() });
        let answer = serde_json::json!({ "SecretString": value.to_string() });
        (200, answer.to_string())
    }

    fn refusing(kind: &str) -> (u16, String) {
        (400, serde_json::json!({ "__type": kind }).to_string())
    }

    #[tokio::test]
    async fn a_reading_that_fails_leaves_the_keys_as_they_were_and_the_next_one_counts() {
        let none = || refusing("ResourceNotFoundException");
        let nonsense = || (200, r#"{"SecretString":"no JSON"}"#.to_owned());
        let (client, calls, gate) = service(vec![
            // Current and previous.
            holding("K1"),
            none(),
            // The service, the value, the version: each fails once.
            refusing("DecryptionFailure"),
            nonsense(),
            none(),
            holding("K2"),
            none(),
        ]);
        let secret = KeySecret::new(client, "durbar/premium");
        gate.add_permits(2);
        let access = PremiumAccess::new(secret.read().await.expect("a key"), "https://d.test");
        // The key once the call under way has its answer: the next one waits by then.
        let key_after_answer = async || {
            let under_way = calls.load(Ordering::SeqCst).max(3);
            gate.add_permits(1);
            while calls.load(Ordering::SeqCst) <= under_way {
                tokio::task::yield_now().await;
            }
            access.key_pair_id()
        };
        let period = Duration::from_millis(1);
        let renewing = secret.renew_every(period, access.clone(), std::future::pending());
        let watching = async {
            assert_eq!(key_after_answer().await, "K1", "the service failed");
            assert_eq!(key_after_answer().await, "K1", "its value was no key");
            assert_eq!(key_after_answer().await, "K1", "there was none");
            gate.add_permits(100);
            while access.key_pair_id() != "K2" {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! { () = renewing => {}, () = watching => {} }
    }

    #[test]
    fn a_version_names_its_key() {
        let value = serde_json::json!({ "key_id": "K1", "private_key": pem() });
        let key = key(&value.to_string()).expect("a key");
        assert_eq!(key.id(), "K1");
        assert_eq!(format!("{key:?}"), "SigningKey(\"K1\")");
    }

    #[test]
    fn a_value_that_holds_no_key_is_refused_and_never_quoted() {
        let pem = pem();
        let quoted = serde_json::json!(pem).to_string();
        for (value, expected) in [
            (String::new(), "JSON"),
            (pem.clone(), "JSON"),
            (quoted.clone(), "JSON"),
            (format!("{{\"private_key\": {quoted}}}"), "JSON"),
            (
                format!("{{\"key_id\": {quoted}, \"private_key\": 1}}"),
                "JSON",
            ),
            (
                format!("{{\"key_id\": \"K 1\", \"private_key\": {quoted}}}"),
                "letters and digits",
            ),
            (
                format!("{{\"key_id\": {quoted}, \"private_key\": \"\"}}"),
                "letters and digits",
            ),
            (
                "{\"key_id\": \"K1\", \"private_key\": \"secret words\"}".to_owned(),
                "PEM",
            ),
        ] {
            let error = key(&value).expect_err("no key");
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(expected), "{shown}");
            let body = pem.lines().nth(1).expect("base 64");
            assert!(
                !shown.contains(body) && !shown.contains("secret words"),
                "{shown}"
            );
        }
    }
}
