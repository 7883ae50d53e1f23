//! Parts of the product that can be switched off, or be on for some, without a release.

use crate::{
    FieldError,
    account::{Principal, Role},
    error::Problem,
    policy::Operation,
};
use enumset::{EnumSet, EnumSetType};
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, hash::Hasher as _};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A part of the product with a switch. Each is what a form does; reading is never switched off.
#[derive(Debug, Hash, PartialOrd, Ord, EnumSetType, VariantArray, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Feature {
    /// Making an account.
    SignUp,
    /// Buying a level.
    Membership,
    /// Writing to a broker and asking for a viewing.
    Enquiries,
    /// Alerts for an address without an account.
    MailAlerts,
    /// Sharing a shortlist by a link.
    SharedLists,
    /// Beginning a new listing.
    NewListings,
}

impl Feature {
    /// The name in settings and in the audit trail, as in `sign-up`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The feature that an operation is part of.
    pub fn of(operation: Operation) -> Option<Self> {
        match operation {
            Operation::SignUp => Some(Self::SignUp),
            Operation::BuySubscription => Some(Self::Membership),
            Operation::SendEnquiry => Some(Self::Enquiries),
            Operation::SubscribeToAlerts => Some(Self::MailAlerts),
            Operation::ShareShortlist => Some(Self::SharedLists),
            Operation::CreateListing => Some(Self::NewListings),
            _ => None,
        }
    }
}

/// A share of people, in whole percent from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percentage(u8);

impl Percentage {
    pub const ALL: Self = Self(100);

    pub fn get(self) -> u8 {
        self.0
    }

    /// Reads what was typed into `field`.
    ///
    /// # Errors
    /// When it is no whole number from 0 to 100.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let number = text.trim().parse::<u8>();
        number
            .ok()
            .and_then(|it| Self::try_from(it).ok())
            .ok_or_else(|| {
                let (min, max) = ("0".to_owned(), "100".to_owned());
                FieldError::new(field, Problem::OutOfRange { min, max })
            })
    }
}

impl TryFrom<u8> for Percentage {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            0..=100 => Ok(Self(number)),
            _ => Err("a percentage is from 0 to 100"),
        }
    }
}

impl From<Percentage> for u8 {
    fn from(percentage: Percentage) -> Self {
        percentage.0
    }
}

/// Whom a feature is on for. Written as a flag of AWS AppConfig is, so that a document of its
/// kind `AWS.AppConfig.FeatureFlags` can be read as it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeatureFlag {
    pub enabled: bool,
    /// Of those with one of the roles; who is among them stays so while it grows. Below 100 a
    /// guest never is, since nothing tells one guest from another.
    #[serde(default = "everyone")]
    pub percentage: Percentage,
    /// None: every role, and guests.
    #[serde(default)]
    pub roles: EnumSet<Role>,
}

fn everyone() -> Percentage {
    Percentage::ALL
}

impl Default for FeatureFlag {
    fn default() -> Self {
        Self {
            enabled: true,
            percentage: Percentage::ALL,
            roles: EnumSet::empty(),
        }
    }
}

impl FeatureFlag {
    fn reaches(&self, feature: Feature, principal: &Principal) -> bool {
        let person = principal.person();
        let has_role =
            self.roles.is_empty() || person.is_some_and(|person| self.roles.contains(person.role));
        let is_in_share = match person {
            None => self.percentage == Percentage::ALL,
            Some(person) => {
                // A hash of its own for each feature, so that it isn't always the same people
                // who try what is new.
                let mut hasher = FnvHasher::default();
                hasher.write(feature.key().as_bytes());
                hasher.write(person.account_id.to_string().as_bytes());
                hasher.finish() % 100 < self.percentage.0.into()
            }
        };
        self.enabled && has_role && is_in_share
    }
}

/// The switches. One that nobody ever set is on for everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FeatureFlags(BTreeMap<&'static str, FeatureFlag>);

impl<'de> Deserialize<'de> for FeatureFlags {
    /// Flags this release doesn't know are left out: another release may.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = BTreeMap::<String, FeatureFlag>::deserialize(deserializer)?;
        let known = |(name, flag): (String, FeatureFlag)| {
            let feature: Feature = name.parse().ok()?;
            Some((feature.key(), flag))
        };
        Ok(Self(named.into_iter().filter_map(known).collect()))
    }
}

impl FeatureFlags {
    pub fn get(&self, feature: Feature) -> FeatureFlag {
        self.0.get(feature.key()).cloned().unwrap_or_default()
    }

    /// The same with one switch set.
    pub fn with(mut self, feature: Feature, flag: FeatureFlag) -> Self {
        self.0.insert(feature.key(), flag);
        self
    }

    /// Whether what this operation is part of is on for who asks.
    pub fn allow(&self, operation: Operation, principal: &Principal) -> bool {
        Feature::of(operation).is_none_or(|it| self.get(it).reaches(it, principal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AccountId,
        account::{Person, SubscriptionLevel},
    };

    fn person(number: u128, role: Role) -> Principal {
        Principal::Person(Person {
            account_id: AccountId::from_parts(1, number),
            role,
            subscription_level: SubscriptionLevel::Free,
            broker_id: None,
            multi_factor: false,
            seat: None,
        })
    }

    fn flags(feature: Feature, percentage: u8, roles: EnumSet<Role>) -> FeatureFlags {
        let percentage = Percentage::try_from(percentage).expect("a percentage");
        let enabled = true;
        let flag = FeatureFlag {
            enabled,
            percentage,
            roles,
        };
        FeatureFlags::default().with(feature, flag)
    }

    #[test]
    fn what_nobody_set_is_on_and_what_has_no_switch_stays_on() {
        let flags = FeatureFlags::default();
        assert!(flags.allow(Operation::SignUp, &Principal::Guest));
        let off = FeatureFlag {
            enabled: false,
            ..FeatureFlag::default()
        };
        let flags = Feature::VARIANTS
            .iter()
            .fold(flags, |flags, feature| flags.with(*feature, off.clone()));
        for operation in Operation::VARIANTS {
            let switched = Feature::of(*operation).is_some();
            let allowed = flags.allow(*operation, &person(1, Role::Admin));
            assert_eq!(allowed, !switched, "{operation:?}");
        }
    }

    #[test]
    fn a_share_grows_without_losing_anybody() {
        let reached = |percentage| -> Vec<u128> {
            let flags = flags(Feature::Membership, percentage, EnumSet::empty());
            let is_on =
                |it: &u128| flags.allow(Operation::BuySubscription, &person(*it, Role::Buyer));
            (0..2_000).filter(is_on).collect()
        };
        assert_eq!(reached(0).len(), 0);
        let (some, more) = (reached(20), reached(60));
        assert!((300..500).contains(&some.len()), "{}", some.len());
        assert!((1_100..1_300).contains(&more.len()), "{}", more.len());
        assert!(some.iter().all(|it| more.contains(it)));
        assert_eq!(reached(100).len(), 2_000);
    }

    #[test]
    fn the_same_people_are_not_in_every_share() {
        let flags = flags(Feature::Membership, 50, EnumSet::empty());
        let flags = flags
            .clone()
            .with(Feature::SharedLists, flags.get(Feature::Membership));
        let differs = |it: &u128| {
            let who = person(*it, Role::Buyer);
            flags.allow(Operation::BuySubscription, &who)
                != flags.allow(Operation::ShareShortlist, &who)
        };
        assert!((0..400).filter(differs).count() > 100);
    }

    #[test]
    fn roles_and_guests() {
        let some = flags(Feature::Enquiries, 100, Role::Investor.into());
        assert!(some.allow(Operation::SendEnquiry, &person(1, Role::Investor)));
        assert!(!some.allow(Operation::SendEnquiry, &person(1, Role::Buyer)));
        assert!(!some.allow(Operation::SendEnquiry, &Principal::Guest));
        let most = flags(Feature::Enquiries, 99, EnumSet::empty());
        assert!(!most.allow(Operation::SendEnquiry, &Principal::Guest));
        let all = flags(Feature::Enquiries, 100, EnumSet::empty());
        assert!(all.allow(Operation::SendEnquiry, &Principal::Guest));
    }

    #[test]
    fn a_document_of_appconfig_is_read() {
        let document = r#"{
            "sign-up": { "enabled": false },
            "membership": { "enabled": true, "percentage": 25, "roles": ["buyer", "investor"] },
            "of-a-later-release": { "enabled": true, "wish": 3 }
        }"#;
        let flags: FeatureFlags = serde_json::from_str(document).expect("a document");
        assert!(!flags.get(Feature::SignUp).enabled);
        let membership = flags.get(Feature::Membership);
        assert_eq!(membership.percentage.get(), 25);
        assert_eq!(membership.roles, Role::Buyer | Role::Investor);
        let written = serde_json::to_string(&flags).expect("JSON");
        assert_eq!(
            serde_json::from_str::<FeatureFlags>(&written).expect("read"),
            flags
        );
        for wrong in [
            r#"{"sign-up": {"enabled": true, "percentage": 101}}"#,
            r#"{"sign-up": {"enabled": true, "roles": ["king"]}}"#,
            r#"{"sign-up": {}}"#,
        ] {
            assert!(
                serde_json::from_str::<FeatureFlags>(wrong).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_percentage_is_a_whole_number_up_to_100() {
        assert_eq!(Percentage::parse("p", " 7 ").map(Percentage::get), Ok(7));
        for wrong in ["", "-1", "101", "1.5", "many"] {
            let error = Percentage::parse("percentage", wrong).expect_err(wrong);
            assert_eq!(error.field, "percentage");
        }
    }
}
