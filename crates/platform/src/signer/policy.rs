//! What a signature allows.

use super::{AddressRange, SignError, url, wildcard};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is opened, from when until when, and to whom. Times are whole seconds; what is
/// smaller is cut off.
///
/// A canned policy names one address and its end, and isn't itself part of the signed
/// address. A beginning or a range of addresses makes it a custom one, as does a resource
/// with wildcards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    canned: bool,
    resource: String,
    /// Seconds since 1970, as are all times here.
    expires: i64,
    begins: Option<i64>,
    only_from: Option<AddressRange>,
}

impl Policy {
    /// Opens one address until a time.
    ///
    /// # Errors
    /// When the address isn't one, or the time lies before 1970.
    pub fn canned(url: &str, expires: Timestamp) -> Result<Self, SignError> {
        Self::new(true, url::escaped(url)?, expires)
    }

    /// Opens every address that `resource` matches until a time; `*` in it stands for any
    /// characters and `?` for one. The resource is taken as it is: what addresses escape must
    /// be escaped in it.
    ///
    /// # Errors
    /// When the resource is empty, or the time lies before 1970.
    pub fn custom(resource: &str, expires: Timestamp) -> Result<Self, SignError> {
        if resource.is_empty() {
            return Err(SignError::NotAnAddress);
        }
        Self::new(false, resource.to_owned(), expires)
    }

    fn new(canned: bool, resource: String, expires: Timestamp) -> Result<Self, SignError> {
        let expires = expires.as_second();
        if expires <= 0 {
            return Err(SignError::NeverValid);
        }
        Ok(Self {
            canned,
            resource,
            expires,
            begins: None,
            only_from: None,
        })
    }

    /// The same, but not before a time.
    ///
    /// # Errors
    /// When nothing is left between the two times, or the time lies before 1970.
    pub fn not_before(self, begins: Timestamp) -> Result<Self, SignError> {
        let begins = begins.as_second();
        if begins <= 0 || begins >= self.expires {
            return Err(SignError::NeverValid);
        }
        Ok(Self {
            canned: false,
            begins: Some(begins),
            ..self
        })
    }

    /// The same, but only for some addresses.
    pub fn only_from(self, range: impl Into<AddressRange>) -> Self {
        Self {
            canned: false,
            only_from: Some(range.into()),
            ..self
        }
    }

    /// Whether the policy itself is left out of the signed address.
    pub fn is_canned(&self) -> bool {
        self.canned
    }

    /// The first second at which it is over, since 1970.
    pub fn expires(&self) -> i64 {
        self.expires
    }

    /// The text that is signed, byte for byte what AWS's own signer writes.
    pub fn to_json(&self) -> String {
        let epoch_time = |epoch_time| EpochTime { epoch_time };
        PolicyDocument {
            statement: [Statement {
                resource: Some(self.resource.clone()),
                condition: Condition {
                    date_less_than: epoch_time(self.expires),
                    date_greater_than: self.begins.map(epoch_time),
                    ip_address: self.only_from.map(|range| SourceIp {
                        source_ip: range.to_string(),
                    }),
                },
            }],
        }
        .to_json()
    }

    pub(super) fn covers(&self, url: &str) -> bool {
        if self.canned {
            self.resource == url
        } else {
            wildcard::matches(&self.resource, url)
        }
    }
}

/// The text of a policy, read. Fields stand in the order in which AWS's signer writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PolicyDocument {
    pub statement: [Statement; 1],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Statement {
    /// Without it a policy is for all that the key pair opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    pub condition: Condition,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Condition {
    pub date_less_than: EpochTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_greater_than: Option<EpochTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<SourceIp>,
}

/// Seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EpochTime {
    #[serde(rename = "AWS:EpochTime")]
    pub epoch_time: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceIp {
    #[serde(rename = "AWS:SourceIp")]
    pub source_ip: String,
}

impl PolicyDocument {
    /// That of a canned policy.
    pub(super) fn canned(resource: String, expires: i64) -> Self {
        Self {
            statement: [Statement {
                resource: Some(resource),
                condition: Condition {
                    date_less_than: EpochTime {
                        epoch_time: expires,
                    },
                    date_greater_than: None,
                    ip_address: None,
                },
            }],
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers make JSON")
    }
}
