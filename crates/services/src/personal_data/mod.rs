//! What is kept of a person: given to them, and erased for good when they ask for it.

#[cfg(test)]
mod tests;

use crate::{
    Agencies, Enquiries, Favorites, Licenses, Premium, SavedSearches, ServiceError, Shortlists,
    Subscriptions,
    accounts::{AccessToken, AccountError, Accounts, letters::Letter},
};
use durbar_domain::{
    AccountId,
    account::{Account, Role},
    policy::{Operation, Refusal},
    saved_search::SearchOwner,
};
use durbar_platform::{Table, erasures::ErasureLedger, keys::PrimaryKey};
use jiff::{SignedDuration, Timestamp, Unit, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

/// How long somebody can change their mind.
pub const GRACE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Days before today that are looked through for erasures a stopped program has missed.
const MISSED_DAYS: i64 = 60;

/// Use cases about all that is kept of a person. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PersonalData {
    pub accounts: Accounts,
    pub agencies: Agencies,
    pub favorites: Favorites,
    pub enquiries: Enquiries,
    pub shortlists: Shortlists,
    pub subscriptions: Subscriptions,
    pub premium: Premium,
    pub saved_searches: SavedSearches,
    pub licenses: Licenses,
    pub erasures: ErasureLedger,
}

impl PersonalData {
    /// All that is kept of the one who asks, as JSON: `{account, sessions, other_providers,
    /// favorites, enquiries, shortlists, membership, premium_uses, saved_searches, licence}`.
    /// Passwords and secrets are kept only as hashes or encrypted, and are nobody's to read.
    pub async fn export(&self, token: &AccessToken) -> Result<Value, AccountError> {
        let account = self
            .accounts
            .permitted(token, Operation::ExportAccount)
            .await?;
        let id = account.account_id;
        self.enquiries.claim(&account, Timestamp::now()).await?;
        let sessions: Vec<Value> = self
            .accounts
            .sessions(token)
            .await?
            .iter()
            .map(|session| {
                json!({
                    "session_id": session.session_id,
                    "device": session.device.as_str(),
                    "created_at": session.created_at,
                    "last_used_at": session.last_used_at,
                })
            })
            .collect();
        let mut saved_searches = Vec::new();
        for owner in search_owners(&account) {
            saved_searches.extend(self.saved_searches.export_of(&owner).await?);
        }
        Ok(json!({
            "account": account,
            "sessions": sessions,
            "other_providers": self.accounts.social_names(id).await?,
            "favorites": self.favorites.export_of(id).await?,
            "enquiries": self.enquiries.export_of(id).await?,
            "shortlists": self.shortlists.export_of(id).await?,
            "membership": self.subscriptions.export_of(&account).await?,
            "premium_uses": self.premium.export_of(id).await?,
            "saved_searches": saved_searches,
            "licence": self.licenses.export_of(&account).await?,
        }))
    }

    /// Asks for the account to be erased after [`GRACE`].
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the account is not at `expected_version`;
    /// [`Refusal::NotPermitted`] for an admin: so that one stays, another one first takes the role
    /// from them.
    pub async fn ask_for_erasure(
        &self,
        token: &AccessToken,
        expected_version: u64,
        now: Timestamp,
    ) -> Result<Account, AccountError> {
        let at = now
            .checked_add(GRACE)
            .and_then(|at| at.round(Unit::Second))
            .unwrap_or(now);
        let asked = self
            .set_erasure(token, expected_version, Some(at), now)
            .await?;
        // So that nobody's account goes by somebody else's hand without a word.
        let letter = Letter::ErasureAsked(day_of(at));
        self.accounts.write(&asked.email, asked.locale, letter);
        Ok(asked)
    }

    /// Takes the wish to be erased back.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when the account is not at `expected_version`.
    pub async fn keep_account(
        &self,
        token: &AccessToken,
        expected_version: u64,
        now: Timestamp,
    ) -> Result<Account, AccountError> {
        self.set_erasure(token, expected_version, None, now).await
    }

    async fn set_erasure(
        &self,
        token: &AccessToken,
        expected_version: u64,
        erase_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Account, AccountError> {
        let before = self
            .accounts
            .permitted(token, Operation::EraseAccount)
            .await?;
        if before.version != expected_version {
            let current_version = before.version;
            return Err(ServiceError::Conflict { current_version }.into());
        }
        if erase_at.is_some() && before.role == Role::Admin {
            return Err(ServiceError::from(Refusal::NotPermitted).into());
        }
        let (old_day, new_day) = (before.erase_at.map(day_of), erase_at.map(day_of));
        let after = Account {
            version: expected_version + 1,
            erase_at,
            modified_at: now,
            ..before
        };
        let store = &self.accounts.store;
        store
            .set_erasure(expected_version, &after, old_day, new_day)
            .await?;
        Ok(after)
    }

    /// Erases the accounts whose time has come, and gives back how many. When it fails it can
    /// be done again; an account that can't be erased keeps no other one from it.
    ///
    /// # Errors
    /// The first failure, after all accounts were tried.
    pub async fn erase_due(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let mut erased = 0;
        let mut failure = None;
        for past in (0..=MISSED_DAYS).rev() {
            let day = day_of(now - SignedDuration::from_hours(24 * past));
            for id in self.accounts.store.to_erase(day).await? {
                match self.erase_if_due(id, day, now).await {
                    Ok(done) => erased += usize::from(done),
                    Err(error) => {
                        tracing::error!(account_id = %id, %error, "an account is not erased yet");
                        failure.get_or_insert(error);
                    }
                }
            }
        }
        failure.map_or(Ok(erased), Err)
    }

    async fn erase_if_due(
        &self,
        id: AccountId,
        day: Date,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let store = &self.accounts.store;
        if let Some(account) = store.get(id).await? {
            match account.erase_at {
                // Who became one since asking, from the command line, is looked at again.
                Some(at) if at <= now && account.role == Role::Admin => {
                    tracing::warn!(account_id = %id, "an admin is not erased before losing the role");
                    return Ok(false);
                }
                Some(at) if at <= now => {}
                // Later that day, or the wish was taken back.
                Some(at) if day_of(at) == day => return Ok(false),
                _ => {
                    store.erased(day, id).await?;
                    return Ok(false);
                }
            }
            self.erase_now(&account).await?;
        }
        store.erased(day, id).await?;
        Ok(true)
    }

    /// Erases the accounts of a restored table that were erased since; gives back how many.
    /// When it fails it can be done again.
    ///
    /// # Errors
    /// At the first account that can't be erased.
    pub async fn erase_again(&self, table: &Table) -> Result<usize, ServiceError> {
        let revenants = self.erasures.revenants(table).await?;
        for account in &revenants {
            self.erase_now(account).await?;
            if let Some(at) = account.erase_at {
                let store = &self.accounts.store;
                store.erased(day_of(at), account.account_id).await?;
            }
        }
        Ok(revenants.len())
    }

    /// Erases an account at once: what hangs on it first, the account itself last, so that a
    /// broken-off erasure is found again. Gives back the keys of what was deleted.
    pub async fn erase_now(&self, account: &Account) -> Result<Vec<PrimaryKey>, ServiceError> {
        let id = account.account_id;
        // First, so that nobody is erased whom an older backup would bring back.
        self.erasures.note(id).await?;
        // What they sent before they had an account is theirs as well.
        self.enquiries.claim(account, Timestamp::now()).await?;
        let mut erased = self.agencies.erase_of(account).await?;
        erased.extend(self.favorites.erase_of(id).await?);
        erased.extend(self.enquiries.erase_of(id).await?);
        erased.extend(self.shortlists.erase_of(id).await?);
        erased.extend(self.subscriptions.erase_of(account).await?);
        erased.extend(self.premium.erase_of(id).await?);
        erased.extend(self.licenses.erase_of(account).await?);
        for owner in search_owners(account) {
            erased.extend(self.saved_searches.erase_of(&owner).await?);
        }
        erased.extend(self.accounts.erase(account).await?);
        Ok(erased)
    }
}

/// The account, and its address as somebody asked for alerts to it without an account.
fn search_owners(account: &Account) -> [SearchOwner; 2] {
    [
        SearchOwner::Account(account.account_id),
        SearchOwner::Address(account.email.clone()),
    ]
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
