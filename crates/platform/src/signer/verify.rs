//! What CloudFront's edge does with a signed request, for embedded mode, which has no edge.

use super::{
    AddressRange, Signer,
    credentials::{Credentials, Grant},
    encoding,
    policy::{PolicyDocument, Statement},
    wildcard,
};
use jiff::Timestamp;
use std::net::IpAddr;

/// What the edge knows of a request.
#[derive(Debug, Clone, Copy)]
pub struct EdgeRequest<'a> {
    /// Whole, with scheme, host and query, escaped as it came.
    pub url: &'a str,
    /// Values of its `Cookie` headers.
    pub cookies: &'a [&'a str],
    /// Where it comes from, if that is known.
    pub address: Option<IpAddr>,
    pub now: Timestamp,
}

/// Why a request is not let in. For the log alone: every one of them is answered with 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("neither the address nor a cookie is signed")]
    Unsigned,
    #[error("{0} is there twice")]
    Duplicate(&'static str),
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("both Expires and Policy are there")]
    TwoPolicies,
    #[error("Hash-Algorithm is not SHA256")]
    HashAlgorithm,
    #[error("{0} is not written as a signer writes it")]
    Malformed(&'static str),
    #[error("no key of that name")]
    UnknownKey,
    #[error("the signature is not that of the policy")]
    WrongSignature,
    #[error("the policy's time is over")]
    Expired,
    #[error("the policy's time has not come")]
    NotYet,
    #[error("the policy is for other addresses")]
    WrongAddress,
    #[error("the policy is for another resource")]
    WrongResource,
}

impl Signer {
    /// Whether CloudFront would let a request pass: signature, time, address and resource.
    ///
    /// # Errors
    /// The first reason that it would not.
    pub fn verify(&self, request: &EdgeRequest<'_>) -> Result<(), Refusal> {
        let credentials = Credentials::of(request.url, request.cookies)?;
        let key = self
            .key(credentials.key_pair_id)
            .ok_or(Refusal::UnknownKey)?;
        let signature =
            encoding::decode(credentials.signature).ok_or(Refusal::Malformed("Signature"))?;
        let resource = &credentials.resource;
        let (text, canned) = match credentials.grant {
            Grant::Canned { expires } => {
                let expires = seconds(expires).ok_or(Refusal::Malformed("Expires"))?;
                let document = PolicyDocument::canned(resource.clone(), expires);
                (document.to_json().into_bytes(), Some(document))
            }
            Grant::Custom { policy } => {
                let text = encoding::decode(policy).ok_or(Refusal::Malformed("Policy"))?;
                (text, None)
            }
        };
        // Before anything of a policy is read it must be ours.
        if !key.verifies(&text, &signature) {
            return Err(Refusal::WrongSignature);
        }
        match canned {
            Some(PolicyDocument {
                statement: [statement],
            }) => allows(&statement, request),
            None => {
                let document: PolicyDocument =
                    serde_json::from_slice(&text).map_err(|_| Refusal::Malformed("Policy"))?;
                let [statement] = &document.statement;
                allows(statement, request)?;
                let pattern = statement.resource.as_deref().unwrap_or("*");
                let matches = wildcard::matches(pattern, resource);
                matches.then_some(()).ok_or(Refusal::WrongResource)
            }
        }
    }
}

/// Whether time and address are those of a policy.
fn allows(statement: &Statement, request: &EdgeRequest<'_>) -> Result<(), Refusal> {
    let condition = &statement.condition;
    let at = |seconds| Timestamp::from_second(seconds).map_err(|_| Refusal::Malformed("Policy"));
    if request.now >= at(condition.date_less_than.epoch_time)? {
        return Err(Refusal::Expired);
    }
    if let Some(begins) = condition.date_greater_than
        && request.now <= at(begins.epoch_time)?
    {
        return Err(Refusal::NotYet);
    }
    let Some(only_from) = &condition.ip_address else {
        return Ok(());
    };
    let range: AddressRange = only_from
        .source_ip
        .parse()
        .map_err(|_| Refusal::Malformed("Policy"))?;
    let is_within = request
        .address
        .is_some_and(|address| range.contains(address));
    is_within.then_some(()).ok_or(Refusal::WrongAddress)
}

/// Seconds since 1970 in plain digits: another spelling of the same number is refused.
fn seconds(text: &str) -> Option<i64> {
    let is_plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}
