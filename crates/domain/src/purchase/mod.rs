//! Buying a subscription: what it costs, where a purchase stands, and what it gives.

mod price_list;
mod state;
mod subscription;

#[cfg(test)]
mod tests;

pub use price_list::{SubscriptionPeriod, price};
pub use state::PurchaseState;
pub use subscription::Subscription;

use crate::{AccountId, Npr, PurchaseId, account::SubscriptionLevel};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How a purchase is paid.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum PaymentMethod {
    /// On Khalti's page, at once.
    Khalti,
    /// By bank transfer to an invoice; an admin says when the money has come.
    Invoice,
}

impl PaymentMethod {
    /// The name in a form and in an item, as in `khalti`.
    pub fn key(self) -> &'static str {
        self.into()
    }
}

/// One attempt to pay for a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    pub purchase_id: PurchaseId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    /// Whose it is; `None` once the buyer was erased: what was paid stays for the books.
    pub account_id: Option<AccountId>,
    pub level: SubscriptionLevel,
    pub period: SubscriptionPeriod,
    /// What is to be paid, as the price list said when the purchase was started.
    pub amount: Npr,
    pub method: PaymentMethod,
    pub state: PurchaseState,
    /// What the provider calls it: Khalti's `pidx`, or the number of the invoice.
    pub reference: Option<String>,
    /// Where the buyer pays; `None` for an invoice.
    pub payment_url: Option<String>,
    /// The payment itself, as the provider names it.
    pub transaction: Option<String>,
    /// Until when it can be paid.
    pub pay_until: Timestamp,
    pub paid_at: Option<Timestamp>,
    /// When it was noted that the money went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

impl Purchase {
    /// The purchase in another state, a version further.
    pub fn in_state(&self, state: PurchaseState, now: Timestamp) -> Purchase {
        Purchase {
            version: self.version + 1,
            state,
            modified_at: now,
            ..self.clone()
        }
    }

    /// Whether it is this account's.
    pub fn is_of(&self, account_id: AccountId) -> bool {
        self.account_id == Some(account_id)
    }

    /// What a buyer names it by: the last ten characters of its identifier (50 random bits),
    /// as in `DBR-7K2M9-QX4TD`.
    pub fn number(&self) -> String {
        number_of(self.purchase_id)
    }
}

/// See [`Purchase::number`].
pub fn number_of(id: PurchaseId) -> String {
    let text = id.to_string().to_uppercase();
    let (rest, last) = text.split_at(text.len() - 5);
    format!("DBR-{}-{last}", &rest[rest.len() - 5..])
}
