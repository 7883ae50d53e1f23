//! Khalti's ePayment (web checkout, KPG-2): <https://docs.khalti.com/khalti-epayment/>.

mod client;
mod messages;

use super::{PaymentOrder, PaymentProvider, PaymentStatus, StartedPayment};
use crate::{PlatformError, error::Source};
use async_trait::async_trait;
use client::{Answer, Client};
use durbar_domain::purchase::PaymentMethod;
use hyper::StatusCode;
use jiff::Timestamp;
use messages::{Customer, Initiate, Initiated, LookUp, LookedUp};
use std::fmt;

/// How Khalti is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct KhaltiConfig {
    /// As in `https://khalti.com/api/v2`, or `https://dev.khalti.com/api/v2` for trying out.
    pub base_url: String,
    /// The live secret key of the merchant.
    pub secret_key: String,
}

/// Never shows the key.
impl fmt::Debug for KhaltiConfig {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("KhaltiConfig")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Khalti. Amounts are in paisa there too.
#[derive(Debug)]
pub struct Khalti {
    client: Client,
}

impl Khalti {
    /// A client; nothing is called yet.
    ///
    /// # Errors
    /// When the address isn't one of HTTPS (or of this machine, for tests), the key cannot
    /// stand in a header, or the system's root certificates cannot be read.
    pub fn new(config: KhaltiConfig) -> Result<Self, PlatformError> {
        let client = Client::new(&config).map_err(|source| PlatformError::Start {
            what: "payment by Khalti",
            source,
        })?;
        Ok(Self { client })
    }
}

#[async_trait]
impl PaymentProvider for Khalti {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::Khalti
    }

    async fn start(
        &self,
        order: &PaymentOrder,
        _now: Timestamp,
    ) -> Result<StartedPayment, PlatformError> {
        let initiate = Initiate {
            return_url: &order.return_url,
            website_url: &order.website_url,
            amount: order.amount.paisa(),
            purchase_order_id: order.purchase_id.to_string(),
            purchase_order_name: &order.name,
            customer_info: Customer {
                name: &order.customer_name,
                email: order.customer_email.as_str(),
            },
        };
        let answer = self.client.post("epayment/initiate/", &initiate).await?;
        if answer.status != StatusCode::OK {
            return Err(refused("starting a payment at Khalti", &answer));
        }
        let Initiated {
            pidx,
            payment_url,
            expires_at,
        } = read(&answer)?;
        if pidx.is_empty() || !self.client.may_lead_to(&payment_url) {
            return Err(unreadable(&answer, "it names no page to pay on".into()));
        }
        Ok(StartedPayment {
            reference: pidx,
            payment_url: Some(payment_url),
            pay_until: expires_at,
        })
    }

    async fn look_up(&self, reference: &str) -> Result<PaymentStatus, PlatformError> {
        let answer = self
            .client
            .post("epayment/lookup/", &LookUp { pidx: reference })
            .await?;
        // A payment that was broken off or has expired is told with status 400, so the body
        // decides.
        let found: LookedUp = match serde_json::from_slice(&answer.body) {
            Ok(found) => found,
            Err(_) if answer.status != StatusCode::OK => {
                return Err(refused("looking a payment up at Khalti", &answer));
            }
            Err(error) => return Err(unreadable(&answer, error.into())),
        };
        if found.pidx != reference {
            return Err(unreadable(&answer, "it is about another payment".into()));
        }
        found
            .status()
            .ok_or_else(|| unreadable(&answer, format!("its status is {:?}", found.status).into()))
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, PlatformError> {
    serde_json::from_slice(&answer.body).map_err(|error| unreadable(answer, error.into()))
}

/// Khalti says no: the key or the order is wrong, and asking again doesn't change that.
fn refused(operation: &'static str, answer: &Answer) -> PlatformError {
    let said = String::from_utf8_lossy(&answer.body);
    let said: String = said.chars().filter(|c| !c.is_control()).take(300).collect();
    PlatformError::Service {
        operation,
        retryable: false,
        source: format!("status {}: {said}", answer.status).into(),
    }
}

fn unreadable(answer: &Answer, source: Source) -> PlatformError {
    PlatformError::Service {
        operation: "reading an answer of Khalti",
        retryable: false,
        source: format!("status {}: {source}", answer.status).into(),
    }
}
