//! Keys of accounts, of what proves who somebody is, and of counters of attempts.

use super::{Digest, PrimaryKey};
use crate::throttle::Purpose;
use durbar_domain::{AccountId, SessionId};
use jiff::civil::Date;

/// What a code sent by mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// Shows that whoever signs up reads the mail of the address.
    Confirm,
    /// Lets a forgotten password be replaced.
    Reset,
}

/// The key of an item about who somebody is. An address stands in keys as its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentityKey {
    /// An account as the product knows it.
    Account(AccountId),
    /// What an account proves itself with.
    Credential(AccountId),
    /// A sign-in and all that follows from it.
    Session {
        account_id: AccountId,
        session_id: SessionId,
    },
    /// A sign-in that waits for a further step, by the hash of what was handed out for it.
    Challenge {
        account_id: AccountId,
        digest: Digest,
    },
    /// Whose an address is: one account at most.
    Address(Digest),
    /// A sign-up that waits for its address to be confirmed.
    Pending {
        address: Digest,
        account_id: AccountId,
    },
    /// The code last sent to an address.
    Code { address: Digest, kind: CodeKind },
    /// Whose account a user of the pool's is that came from another provider, by the hash of
    /// the user's name.
    Federated(Digest),
    /// A sign-in through another provider that was begun, by the hash of its state.
    SocialSignIn(Digest),
    /// An account that asked to be erased, by the day (UTC) on which it becomes real.
    Erasure { day: Date, account_id: AccountId },
    /// What everything else is hashed and encrypted with.
    Secret,
    /// A key that signs or signed tokens, numbered from 1.
    SigningKey(u32),
    /// Attempts counted: those of one window of time, or all since the last pause.
    Throttle {
        purpose: Purpose,
        subject: Digest,
        window: Option<u64>,
    },
}

const KEYS: &str = "IDENTITY#KEYS";
const ERASURE: &str = "IDENTITY#ERASURE#";
const FEDERATED: &str = "FEDERATED#";
const SOCIAL: &str = "IDENTITY#SOCIAL#";
const BEGUN: &str = "BEGUN";
const PROFILE: &str = "PROFILE";
const CREDENTIAL: &str = "CREDENTIAL";
const SESSION: &str = "SESSION#";
const CHALLENGE: &str = "CHALLENGE#";
const ACCOUNT: &str = "ACCOUNT";
const PENDING: &str = "PENDING#";
const CONFIRM: &str = "CODE#CONFIRM";
const RESET: &str = "CODE#RESET";
const SECRET: &str = "SECRET";
const SIGNING: &str = "SIGNING#";
const BACKOFF: &str = "BACKOFF";
const WINDOW: &str = "WINDOW#";

impl IdentityKey {
    /// What the `SK` of every session of an account starts with.
    pub const SESSIONS: &'static str = SESSION;
    /// What the `SK` of every sign-in of an account that waits starts with.
    pub const CHALLENGES: &'static str = CHALLENGE;
    /// What the `SK` of every sign-up of an address that waits starts with.
    pub const PENDINGS: &'static str = PENDING;
    /// What the `SK` of every signing key starts with.
    pub const SIGNING_KEYS: &'static str = SIGNING;

    pub(super) fn partition(&self) -> String {
        match self {
            Self::Account(id)
            | Self::Credential(id)
            | Self::Session { account_id: id, .. }
            | Self::Challenge { account_id: id, .. } => PrimaryKey::account_partition(*id),
            Self::Address(address) | Self::Pending { address, .. } | Self::Code { address, .. } => {
                Self::address_partition(*address)
            }
            Self::Federated(digest) => format!("{FEDERATED}{digest}"),
            Self::SocialSignIn(digest) => format!("{SOCIAL}{digest}"),
            Self::Erasure { day, .. } => Self::erasure_partition(*day),
            Self::Secret | Self::SigningKey(_) => KEYS.to_owned(),
            Self::Throttle {
                purpose, subject, ..
            } => format!("THROTTLE#{}#{subject}", purpose.key()),
        }
    }

    pub(super) fn sort(&self) -> String {
        match self {
            Self::Account(_) => PROFILE.to_owned(),
            Self::Credential(_) => CREDENTIAL.to_owned(),
            Self::Session { session_id, .. } => format!("{SESSION}{session_id}"),
            Self::Challenge { digest, .. } => format!("{CHALLENGE}{digest}"),
            Self::Address(_) | Self::Federated(_) => ACCOUNT.to_owned(),
            Self::SocialSignIn(_) => BEGUN.to_owned(),
            Self::Pending { account_id, .. } => format!("{PENDING}{account_id}"),
            Self::Code { kind, .. } => match kind {
                CodeKind::Confirm => CONFIRM.to_owned(),
                CodeKind::Reset => RESET.to_owned(),
            },
            Self::Erasure { account_id, .. } => account_id.to_string(),
            Self::Secret => SECRET.to_owned(),
            Self::SigningKey(number) => format!("{SIGNING}{number:010}"),
            Self::Throttle { window, .. } => match window {
                Some(window) => format!("{WINDOW}{window}"),
                None => BACKOFF.to_owned(),
            },
        }
    }

    /// `PK` of what hangs on an address.
    pub fn address_partition(address: Digest) -> String {
        format!("EMAIL#{address}")
    }

    /// `PK` of the accounts to be erased on a day.
    pub fn erasure_partition(day: Date) -> String {
        format!("{ERASURE}{day}")
    }

    /// `PK` of the keys that sign and encrypt.
    pub fn keys_partition() -> String {
        KEYS.to_owned()
    }

    pub(super) fn read(partition: &str, sort: &str) -> Option<Self> {
        let (kind, rest) = partition.split_once('#')?;
        match kind {
            "USER" => Self::of_account(rest.parse().ok()?, sort),
            "EMAIL" => Self::of_address(rest.parse().ok()?, sort),
            "FEDERATED" if sort == ACCOUNT => Some(Self::Federated(rest.parse().ok()?)),
            "IDENTITY" if partition == KEYS => Self::of_keys(sort),
            "IDENTITY" if partition.starts_with(SOCIAL) => {
                let digest = partition.strip_prefix(SOCIAL)?.parse().ok()?;
                (sort == BEGUN).then_some(Self::SocialSignIn(digest))
            }
            "IDENTITY" => {
                let text = partition.strip_prefix(ERASURE)?;
                let day: Date = text.parse().ok()?;
                // One spelling a day.
                (day.to_string() == text).then_some(())?;
                let account_id = sort.parse().ok()?;
                Some(Self::Erasure { day, account_id })
            }
            "THROTTLE" => {
                let (purpose, subject) = rest.split_once('#')?;
                let window = match sort {
                    BACKOFF => None,
                    _ => Some(number(sort.strip_prefix(WINDOW)?)?),
                };
                Some(Self::Throttle {
                    purpose: Purpose::from_key(purpose)?,
                    subject: subject.parse().ok()?,
                    window,
                })
            }
            _ => None,
        }
    }

    fn of_account(account_id: AccountId, sort: &str) -> Option<Self> {
        match sort {
            PROFILE => Some(Self::Account(account_id)),
            CREDENTIAL => Some(Self::Credential(account_id)),
            _ => match sort.strip_prefix(SESSION) {
                Some(session) => Some(Self::Session {
                    account_id,
                    session_id: session.parse().ok()?,
                }),
                None => Some(Self::Challenge {
                    account_id,
                    digest: sort.strip_prefix(CHALLENGE)?.parse().ok()?,
                }),
            },
        }
    }

    fn of_address(address: Digest, sort: &str) -> Option<Self> {
        let code = |kind| Some(Self::Code { address, kind });
        match sort {
            ACCOUNT => Some(Self::Address(address)),
            CONFIRM => code(CodeKind::Confirm),
            RESET => code(CodeKind::Reset),
            _ => Some(Self::Pending {
                address,
                account_id: sort.strip_prefix(PENDING)?.parse().ok()?,
            }),
        }
    }

    fn of_keys(sort: &str) -> Option<Self> {
        if sort == SECRET {
            return Some(Self::Secret);
        }
        let digits = sort.strip_prefix(SIGNING)?;
        let key = Self::SigningKey(digits.parse().ok()?);
        // One spelling a number.
        (key.sort() == sort).then_some(key)
    }
}

/// A number as it is written without leading zeros or signs.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digest() -> impl Strategy<Value = Digest> {
        any::<[u8; 4]>().prop_map(|bytes| Digest::of(&bytes))
    }

    fn account() -> impl Strategy<Value = AccountId> {
        any::<u128>().prop_map(AccountId::from_bits)
    }

    fn key() -> impl Strategy<Value = IdentityKey> {
        let kind = prop::sample::select(vec![CodeKind::Confirm, CodeKind::Reset]);
        let purpose = prop::sample::select(Purpose::ALL.to_vec());
        prop_oneof![
            account().prop_map(IdentityKey::Account),
            account().prop_map(IdentityKey::Credential),
            (account(), any::<u128>()).prop_map(|(account_id, bits)| IdentityKey::Session {
                account_id,
                session_id: SessionId::from_bits(bits),
            }),
            (account(), digest())
                .prop_map(|(account_id, digest)| IdentityKey::Challenge { account_id, digest }),
            digest().prop_map(IdentityKey::Address),
            digest().prop_map(IdentityKey::Federated),
            digest().prop_map(IdentityKey::SocialSignIn),
            (digest(), account()).prop_map(|(address, account_id)| IdentityKey::Pending {
                address,
                account_id
            }),
            (digest(), kind).prop_map(|(address, kind)| IdentityKey::Code { address, kind }),
            (account(), 0_i32..40_000).prop_map(|(account_id, days)| IdentityKey::Erasure {
                day: jiff::civil::date(2000, 1, 1)
                    .checked_add(jiff::Span::new().days(days))
                    .expect("a day"),
                account_id,
            }),
            Just(IdentityKey::Secret),
            any::<u32>().prop_map(IdentityKey::SigningKey),
            (purpose, digest(), any::<Option<u64>>()).prop_map(|(purpose, subject, window)| {
                IdentityKey::Throttle {
                    purpose,
                    subject,
                    window,
                }
            }),
        ]
    }

    proptest! {
        #[test]
        fn every_key_reads_back(key in key()) {
            let key = PrimaryKey::Identity(key);
            prop_assert_eq!(PrimaryKey::parse(&key.partition(), &key.sort()), Ok(key));
        }
    }

    #[test]
    fn keys_of_other_shapes_are_refused() {
        let user = "USER#usr_00000000000000000000000000";
        let digest = Digest::of(b"x").to_string();
        let email = format!("EMAIL#{digest}");
        let throttle = format!("THROTTLE#sign-in#{digest}");
        let federated = format!("FEDERATED#{digest}");
        let refused = [
            (user, "SESSION#usr_00000000000000000000000000"),
            (user, "CHALLENGE#00"),
            (user, "ACCOUNT"),
            (email.as_str(), "CODE#OTHER"),
            (email.as_str(), "PROFILE"),
            ("EMAIL#anju@example.com", "ACCOUNT"),
            ("IDENTITY#OTHER", "SECRET"),
            ("FEDERATED#00", "ACCOUNT"),
            (federated.as_str(), "PROFILE"),
            ("IDENTITY#SOCIAL#00", "BEGUN"),
            ("IDENTITY#KEYS", "SIGNING#1"),
            ("IDENTITY#KEYS", "SIGNING#+000000001"),
            (throttle.as_str(), "WINDOW#01"),
            (throttle.as_str(), "WINDOW"),
            ("THROTTLE#other#00", "BACKOFF"),
        ];
        for (partition, sort) in refused {
            assert!(
                PrimaryKey::parse(partition, sort).is_err(),
                "{partition} / {sort}"
            );
        }
        let upper = digest.to_uppercase();
        assert!(upper.parse::<Digest>().is_err());
    }
}
