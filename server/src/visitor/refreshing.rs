//! Renewing tokens once where a browser asks several times at once.
//!
//! A refresh token works once; shown again it ends the session, since somebody may have
//! copied it. A browser that opens two pages together shows it twice in good faith. So
//! requests of one browser from one address that show the same token within a moment get the
//! same answer here, and only the first one reaches the provider.

use durbar_app::actions::Client;
use durbar_services::accounts::{AccountError, Accounts, RefreshToken, Tokens};
use moka::future::Cache;
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// As long as it takes a browser to learn of its new cookies on a slow line.
const MOMENT: Duration = Duration::from_secs(2);
/// Renewals remembered at a time.
const REMEMBERED: u64 = 10_000;

/// See the module's words. Cheap to clone.
#[derive(Clone)]
pub struct Refreshing {
    accounts: Accounts,
    recent: Cache<[u8; 32], Tokens>,
}

impl Refreshing {
    pub fn new(accounts: Accounts) -> Self {
        let recent = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(MOMENT)
            .build();
        Self { accounts, recent }
    }

    /// New tokens for a refresh token.
    ///
    /// # Errors
    /// As [`Accounts::refresh`].
    pub async fn refresh(
        &self,
        token: &RefreshToken,
        client: &Client,
    ) -> Result<Tokens, Arc<AccountError>> {
        let (recent, accounts) = (self.recent.clone(), self.accounts.clone());
        let (fingerprint, token) = (fingerprint(token, client), token.clone());
        // Remembered also when this browser hangs up meanwhile: it will show the old token
        // again, and has done nothing wrong.
        let renewal = tokio::spawn(async move {
            recent
                .try_get_with(fingerprint, accounts.refresh(&token))
                .await
        });
        match renewal.await {
            Ok(renewed) => renewed,
            Err(failure) => std::panic::resume_unwind(failure.into_panic()),
        }
    }
}

/// A digest, so that no token lies in memory longer than its request.
fn fingerprint(token: &RefreshToken, client: &Client) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(token.expose());
    digest.update([0]);
    digest.update(client.address.to_string());
    digest.update([0]);
    digest.update(&client.user_agent);
    digest.finalize().into()
}
