//! The built-in provider, over a table in memory and with a clock that tests turn.

mod codes;
mod multi_factor;
mod secrets;

mod sessions;
mod sign_in;
mod signing_keys;
mod suite;
mod tokens;

use super::{BuiltIn, BuiltInSettings, Clock, HashingCost};
use crate::{
    Embedded, Table,
    accounts::AccountStore,
    identity::{
        CodeMail, IdentityProvider, MailCode, SignUp, Tokens,
        suite::{self as shared, Subject},
    },
    testing::embedded,
};
use async_trait::async_trait;
use durbar_domain::account::{Account, EmailAddress};
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const ISSUER: &str = "https://durbar.example";

/// A provider, the table under it and its clock.
struct Stage {
    provider: BuiltIn,
    table: Table,
    time: Arc<Mutex<Timestamp>>,
    embedded: Embedded,
}

impl Stage {
    async fn new() -> Self {
        Self::over(embedded().await).await
    }

    async fn over(embedded: Embedded) -> Self {
        let time = Arc::new(Mutex::new("2026-11-22T04:15:00Z".parse().expect("a time")));
        let table = embedded.platform().table.clone();
        Self {
            provider: open(&table, &time).await,
            table,
            time,
            embedded,
        }
    }

    /// Another process over the same table.
    async fn another(&self) -> BuiltIn {
        open(&self.table, &self.time).await
    }

    async fn member(&self) -> (Account, Tokens) {
        let account = shared::account(1, "anju@example.com");
        let tokens = shared::member(self, &account).await;
        (account, tokens)
    }

    fn turn(&self, time: Duration) {
        let time = SignedDuration::try_from(time).expect("a short while");
        *self.time.lock().expect("not poisoned") += time;
    }
}

async fn open(table: &Table, time: &Arc<Mutex<Timestamp>>) -> BuiltIn {
    let settings = BuiltInSettings {
        cost: HashingCost::FOR_TESTS,
        clock: clock(time),
        ..BuiltInSettings::new(ISSUER)
    };
    BuiltIn::open(table, settings).await.expect("opened")
}

fn clock(time: &Arc<Mutex<Timestamp>>) -> Clock {
    let time = Arc::clone(time);
    Arc::new(move || *time.lock().expect("not poisoned"))
}

#[async_trait]
impl Subject for Stage {
    fn provider(&self) -> &dyn IdentityProvider {
        &self.provider
    }

    async fn received(&self, _: &EmailAddress, mail: CodeMail) -> MailCode {
        code(mail)
    }

    fn now(&self) -> Timestamp {
        *self.time.lock().expect("not poisoned")
    }

    async fn pass(&self, time: Duration) {
        self.turn(time);
    }

    async fn assign(&self, before: &Account, after: &Account) {
        let store = AccountStore::new(self.table.clone());
        let written = store.replace(before.version, after, &[]).await;
        written.expect("written");
    }
}

fn code(mail: CodeMail) -> MailCode {
    match mail {
        CodeMail::Send(code) => code,
        other => panic!("no code: {other:?}"),
    }
}

fn sign_up_code(outcome: SignUp) -> MailCode {
    match outcome {
        SignUp::Pending(mail) => code(mail),
        SignUp::AddressTaken => panic!("the address is taken"),
    }
}
