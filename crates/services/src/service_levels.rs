//! How quickly and how surely the site answers, as admins see it.

use crate::{ServiceError, permit::permit};
use durbar_domain::{
    account::Principal,
    policy::{Operation, Relation},
    service_level::{PageCounts, PageGroup, PageTotals},
    web_vitals::{PageKind, PageVitals, VitalTotals},
};
use durbar_platform::{Platform, service_levels::ServiceLevelStore, web_vitals::WebVitalStore};
use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};

/// Of how many days admins are told, today among them. Days are those of UTC.
pub const PERIODS: [i64; 3] = [1, 7, 28];

/// Counts of how pages were answered. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ServiceLevels {
    store: ServiceLevelStore,
    vitals: WebVitalStore,
}

/// What was counted in a number of days, today among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub days: i64,
    pub pages: PageTotals,
    /// What browsers measured, in the visits that were asked to.
    pub vitals: VitalTotals,
}

impl ServiceLevels {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: ServiceLevelStore::new(platform.table.clone()),
            vitals: WebVitalStore::new(platform.table.clone()),
        }
    }

    /// The day to which what happens at a time is counted.
    pub fn day(now: Timestamp) -> Date {
        Offset::UTC.to_datetime(now).date()
    }

    /// Adds what a process counted on a day.
    pub async fn add(
        &self,
        date: Date,
        group: PageGroup,
        counts: &PageCounts,
    ) -> Result<(), ServiceError> {
        Ok(self.store.add(date, group, counts).await?)
    }

    /// Adds what browsers measured on a day.
    pub async fn add_vitals(
        &self,
        date: Date,
        page: PageKind,
        vitals: &PageVitals,
    ) -> Result<(), ServiceError> {
        Ok(self.vitals.add(date, page, vitals).await?)
    }

    /// What was counted in each of [`PERIODS`], as far as it is written.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for everybody but admins.
    pub async fn periods(
        &self,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<[Period; PERIODS.len()], ServiceError> {
        permit(principal, Operation::ReadServiceLevels, Relation::Others)?;
        let today = Self::day(now);
        let first = |days: i64| today.saturating_sub((days - 1).days());
        let longest = PERIODS.iter().copied().max().unwrap_or(1);
        let daily = self.store.daily(first(longest), today).await?;
        let measured = self.vitals.daily(first(longest), today).await?;
        Ok(PERIODS.map(|days| {
            let mut pages = PageTotals::default();
            for (_, counts) in daily.range(first(days)..=today) {
                pages.add(counts);
            }
            let mut vitals = VitalTotals::default();
            for (_, figures) in measured.range(first(days)..=today) {
                vitals.add(figures);
            }
            Period {
                days,
                pages,
                vitals,
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::{
        AccountId,
        account::{Person, Role, SubscriptionLevel},
        policy::Refusal,
        web_vitals::Vital,
    };
    use durbar_platform::testing::embedded;
    use jiff::civil::date;
    use std::time::Duration;

    fn person(role: Role) -> Principal {
        Principal::Person(Person {
            account_id: AccountId::from_parts(1, 1),
            role,
            subscription_level: SubscriptionLevel::Free,
            broker_id: None,
            seat: None,
            multi_factor: true,
        })
    }

    #[tokio::test]
    async fn admins_are_told_of_today_a_week_and_four_weeks() {
        let embedded = embedded().await;
        let levels = ServiceLevels::new(embedded.platform());
        let now: Timestamp = "2026-11-28T10:00:00Z".parse().expect("a time");
        let mut one = PageCounts::default();
        one.count(Duration::from_millis(3), false);
        let mut visit = PageVitals::default();
        visit.of_mut(Vital::Lcp).0[0] = 1;
        for day in [
            date(2026, 11, 28),
            date(2026, 11, 22),
            date(2026, 11, 21),
            date(2026, 11, 1),
            date(2026, 10, 31),
        ] {
            let added = levels.add(day, PageGroup::ListingKept, &one).await;
            added.expect("added");
            let added = levels.add_vitals(day, PageKind::Front, &visit).await;
            added.expect("added");
        }
        let periods = levels.periods(&person(Role::Admin), now).await;
        let told = periods.expect("read");
        let visits = |vitals: &VitalTotals| vitals.of(PageKind::Front).of(Vital::Lcp).visits();
        let told = told.map(|period| {
            let requests = period.pages.all().requests;
            (period.days, requests, visits(&period.vitals))
        });
        assert_eq!(told, [(1, 1, 1), (7, 2, 2), (28, 4, 4)]);
        for principal in [Principal::Guest, person(Role::Broker)] {
            let refused = levels.periods(&principal, now).await;
            let refused = refused.expect_err("it is for admins");
            assert!(
                matches!(
                    refused,
                    ServiceError::Refused(Refusal::SignIn | Refusal::NotPermitted)
                ),
                "{refused:?}"
            );
        }
    }
}
