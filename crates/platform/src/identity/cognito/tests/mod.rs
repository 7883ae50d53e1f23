//! The provider over a pool that is played as far as these tests need one. What needs a whole
//! pool is shown against emulators: `tests/cognito`.

mod keys;
mod social;
mod tokens;

use super::{Cognito, CognitoSettings, double::PoolDouble};
use crate::{Embedded, testing::embedded};
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const CALLBACK: &str = "https://durbar.example/account/social/callback";

struct Stage {
    provider: Cognito,
    pool: PoolDouble,
    time: Arc<Mutex<Timestamp>>,
    embedded: Embedded,
}

impl Stage {
    async fn new() -> Self {
        let (embedded, pool) = (embedded().await, PoolDouble::start().await);
        let time: Arc<Mutex<Timestamp>> =
            Arc::new(Mutex::new("2026-11-22T04:15:00Z".parse().expect("a time")));
        let clock = Arc::clone(&time);
        let settings = CognitoSettings {
            clock: Arc::new(move || *clock.lock().expect("not poisoned")),
            ..pool.settings(CALLBACK)
        };
        let table = &embedded.platform().table;
        Self {
            provider: pool.provider(table, settings).await,
            pool,
            time,
            embedded,
        }
    }

    fn now(&self) -> Timestamp {
        *self.time.lock().expect("not poisoned")
    }

    fn turn(&self, time: Duration) {
        let time = SignedDuration::try_from(time).expect("a short while");
        *self.time.lock().expect("not poisoned") += time;
    }
}
