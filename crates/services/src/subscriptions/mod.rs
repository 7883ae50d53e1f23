//! Subscriptions: buying a level, getting it once the money is there, and losing it in time.

mod admin;
mod buy;
mod change;
pub mod mail;
mod own;
mod settle;
mod sweep;

#[cfg(test)]
mod tests;

pub use admin::{Ending, Member, OpenInvoice, Trail};
pub use own::Membership;
pub use sweep::Swept;

use crate::{
    ServiceError,
    accounts::{AccountError, Accounts},
    events::Events,
};
use durbar_domain::{
    PurchaseId,
    error::Problem,
    purchase::{PaymentMethod, Purchase},
};
use durbar_platform::{
    Platform, PlatformError,
    audit::AuditStore,
    payment::{Khalti, KhaltiConfig, ManualInvoice, PaymentProvider},
    purchases::PurchaseStore,
};
use jiff::SignedDuration;
use std::sync::Arc;

/// The page a buyer comes back to from paying, without the language; Khalti adds
/// `purchase_order_id`, which is the identifier of the purchase.
pub const RETURN_PATH: &str = "/account/membership/returned";
/// How long a purchase is kept open that its provider never heard of.
const START_WITHIN: SignedDuration = SignedDuration::from_mins(30);
/// A payment page that still works for so long is shown again rather than a new one made.
const REUSE_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// How often a change is tried that met another one.
const ATTEMPTS: u32 = 5;

/// The ways to pay that a site offers.
#[derive(Debug, Clone, Default)]
pub struct Payments {
    providers: Vec<Arc<dyn PaymentProvider>>,
    payee: Option<Arc<str>>,
}

impl Payments {
    /// By Khalti where `khalti` says how it is reached; by invoice where `payee` says who is
    /// paid and where, in the words that stand on invoices.
    ///
    /// # Errors
    /// When the address or the key of Khalti can't be one.
    pub fn new(khalti: Option<KhaltiConfig>, payee: Option<&str>) -> Result<Self, PlatformError> {
        let mut providers: Vec<Arc<dyn PaymentProvider>> = Vec::new();
        if let Some(config) = khalti {
            providers.push(Arc::new(Khalti::new(config)?));
        }
        if payee.is_some() {
            providers.push(Arc::new(ManualInvoice));
        }
        Ok(Self {
            providers,
            payee: payee.map(Arc::from),
        })
    }

    /// The methods offered.
    pub fn methods(&self) -> Vec<PaymentMethod> {
        self.providers.iter().map(|it| it.method()).collect()
    }

    #[cfg(test)]
    fn of(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        let payee = Some("Durbar, a bank, 0123".into());
        Self { providers, payee }
    }
}

/// Use cases about subscriptions. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Subscriptions {
    store: PurchaseStore,
    audit: AuditStore,
    accounts: Accounts,
    events: Events,
    payments: Arc<Payments>,
    origin: Arc<str>,
}

impl Subscriptions {
    /// `origin` is what every address of the site starts with, without a slash at its end.
    pub fn new(
        platform: &Platform,
        accounts: Accounts,
        events: Events,
        payments: Payments,
        origin: impl Into<Arc<str>>,
    ) -> Self {
        Self {
            store: PurchaseStore::new(platform.table.clone()),
            audit: AuditStore::new(platform.table.clone()),
            accounts,
            events,
            payments: Arc::new(payments),
            origin: origin.into(),
        }
    }

    /// The same with other ways to pay.
    pub fn with_payments(self, payments: Payments) -> Self {
        Self {
            payments: Arc::new(payments),
            ..self
        }
    }

    /// The methods that can be paid by here.
    pub fn methods(&self) -> Vec<PaymentMethod> {
        self.payments.methods()
    }

    /// Who is paid by invoice, and where.
    pub fn payee(&self) -> Option<&str> {
        self.payments.payee.as_deref()
    }

    fn provider(&self, method: PaymentMethod) -> Result<&Arc<dyn PaymentProvider>, ServiceError> {
        let mut providers = self.payments.providers.iter();
        let found = providers.find(|provider| provider.method() == method);
        found.ok_or_else(|| {
            let offered: Vec<_> = self.methods().into_iter().map(PaymentMethod::key).collect();
            not_one_of("method", &offered.join(", "))
        })
    }

    async fn purchase(&self, id: PurchaseId) -> Result<Purchase, ServiceError> {
        self.store.get(id).await?.ok_or(ServiceError::NotFound)
    }
}

/// What became of a word about a purchase's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub purchase: Purchase,
    /// Whether it was noted now; else it had been before, and nothing was changed.
    pub is_new: bool,
}

impl Noted {
    fn now(purchase: Purchase) -> Self {
        let is_new = true;
        Self { purchase, is_new }
    }

    fn before(purchase: Purchase) -> Self {
        let is_new = false;
        Self { purchase, is_new }
    }
}

/// The path of a purchase's page, without the language.
pub fn purchase_path(id: PurchaseId) -> String {
    format!("/account/membership/purchases/{id}")
}

fn not_one_of(field: &str, accepted: &str) -> ServiceError {
    let accepted = accepted.to_owned();
    ServiceError::invalid(field, Problem::NotOneOf { accepted })
}

/// Somebody else changed the same thing again and again.
fn busy() -> ServiceError {
    ServiceError::Unavailable(PlatformError::Conflict { current_version: 0 })
}

/// Whether another change came first, so that looking again may help.
fn came_second(error: &PlatformError) -> bool {
    matches!(
        error,
        PlatformError::Conflict { .. } | PlatformError::Missing { .. }
    )
}

fn service(error: PlatformError) -> AccountError {
    ServiceError::from(error).into()
}
