//! What is said to Khalti, and what it says.

use crate::payment::PaymentStatus;
use durbar_domain::Npr;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize)]
pub(super) struct Initiate<'a> {
    pub return_url: &'a str,
    pub website_url: &'a str,
    /// Paisa.
    pub amount: u64,
    pub purchase_order_id: String,
    pub purchase_order_name: &'a str,
    pub customer_info: Customer<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct Customer<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

#[derive(Debug, Deserialize)]
pub(super) struct Initiated {
    pub pidx: String,
    pub payment_url: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, Serialize)]
pub(super) struct LookUp<'a> {
    pub pidx: &'a str,
}

#[derive(Debug, Deserialize)]
pub(super) struct LookedUp {
    pub pidx: String,
    /// Paisa.
    #[serde(default)]
    pub total_amount: u64,
    pub status: String,
    /// `null` until it is paid.
    pub transaction_id: Option<String>,
    #[serde(default)]
    pub refunded: bool,
}

impl LookedUp {
    /// What the status means; `None` for one that isn't documented, or that contradicts the
    /// rest.
    pub fn status(&self) -> Option<PaymentStatus> {
        Some(match self.status.as_str() {
            "Completed" if self.refunded => PaymentStatus::Refunded,
            "Completed" => PaymentStatus::Paid {
                amount: Npr::from_paisa(self.total_amount)?,
                transaction: self.transaction_id.clone()?,
            },
            "Pending" | "Initiated" => PaymentStatus::Waiting,
            "User canceled" => PaymentStatus::Failed,
            "Expired" => PaymentStatus::Expired,
            "Refunded" | "Partially refunded" | "Partially Refunded" => PaymentStatus::Refunded,
            _ => return None,
        })
    }
}
