//! The emulators: where they are, and a user pool in them for each test.

use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
};
use durbar_domain::account::{Account, EmailAddress};
use durbar_platform::{
    Embedded,
    accounts::AccountStore,
    identity::{
        CodeMail, Cognito, IdentityProvider, MailCode,
        built_in::HashingCost,
        cognito::{self, CognitoSettings},
        suite::Subject,
    },
    testing::{embedded, user_pool::user_pool},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashSet,
    env,
    sync::{Arc, Mutex},
    time::Duration,
};

/// An emulator of Cognito.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emulator {
    CognitoLocal,
    Ministack,
    Moto,
}

impl Emulator {
    /// Its address.
    ///
    /// # Panics
    /// When it wasn't started.
    fn address(self) -> String {
        let variable = match self {
            Self::CognitoLocal => "DURBAR_TEST_COGNITO_LOCAL",
            Self::Ministack => "DURBAR_TEST_MINISTACK",
            Self::Moto => "DURBAR_TEST_MOTO",
        };
        env::var(variable).unwrap_or_else(|_| {
            panic!("{variable} is not set: `make unit` starts the emulators, then this test")
        })
    }

    /// Who its tokens say made them.
    fn issuer(self, pool: &str) -> String {
        match self {
            Self::CognitoLocal => format!("{}/{pool}", self.address()),
            Self::Ministack | Self::Moto => {
                format!("https://cognito-idp.{REGION}.amazonaws.com/{pool}")
            }
        }
    }

    /// The code it sends to confirm an address, and the one to replace a password: always
    /// the same ones.
    fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::CognitoLocal | Self::Moto => ("123456", "123456"),
            Self::Ministack => ("123456", "654321"),
        }
    }
}

const REGION: &str = "us-east-1";

/// A provider over a fresh user pool and a fresh table.
pub struct Stage {
    emulator: Emulator,
    provider: Cognito,
    /// Addresses that have had their first code.
    confirmed: Mutex<HashSet<EmailAddress>>,
    passed: Mutex<SignedDuration>,
    embedded: Embedded,
}

impl Stage {
    pub async fn new(emulator: Emulator) -> Self {
        let embedded = embedded().await;
        let config = aws_sdk_cognitoidentityprovider::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .http_client(durbar_platform::aws::http_client())
            .endpoint_url(emulator.address())
            .build();
        let client = Client::from_conf(config);
        let settings = pool(emulator, &client).await;
        let table = &embedded.platform().table;
        let provider = Cognito::open(table, client, settings).await;
        Self {
            emulator,
            provider: provider.expect("opened"),
            confirmed: Mutex::default(),
            passed: Mutex::default(),
            embedded,
        }
    }
}

/// A fresh pool of this emulator.
async fn pool(emulator: Emulator, client: &Client) -> CognitoSettings {
    let pool = user_pool(client).await;
    let template = CognitoSettings::in_aws("us-east-1_template", "client", None);
    CognitoSettings {
        issuer: emulator.issuer(&pool.id),
        key_set_address: cognito::key_set_at(&emulator.address(), &pool.id),
        user_pool_id: pool.id,
        client_id: pool.client_id,
        client_secret: pool.client_secret,
        cost: HashingCost::FOR_TESTS,
        sign_up_takes: Duration::ZERO,
        clock: Arc::new(Timestamp::now),
        ..template.expect("a pool")
    }
}

#[async_trait]
impl Subject for Stage {
    fn provider(&self) -> &dyn IdentityProvider {
        &self.provider
    }

    async fn received(&self, email: &EmailAddress, mail: CodeMail) -> MailCode {
        assert_eq!(mail, CodeMail::Sent, "the pool sends its codes itself");
        let (first, next) = self.emulator.codes();
        let mut confirmed = self.confirmed.lock().expect("not poisoned");
        MailCode::new(match confirmed.insert(email.clone()) {
            true => first,
            false => next,
        })
    }

    /// The emulators' clocks can't be turned. What passes is only taken off the authenticator,
    /// which may be a step ahead.
    fn now(&self) -> Timestamp {
        Timestamp::now() + *self.passed.lock().expect("not poisoned")
    }

    async fn pass(&self, time: Duration) {
        let time = SignedDuration::try_from(time).expect("a short while");
        *self.passed.lock().expect("not poisoned") += time;
    }

    async fn assign(&self, before: &Account, after: &Account) {
        let table = self.embedded.platform().table.clone();
        let written = AccountStore::new(table)
            .replace(before.version, after, &[])
            .await;
        written.expect("written");
    }
}
