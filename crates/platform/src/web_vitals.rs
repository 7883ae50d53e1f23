//! What browsers measured of pages, by day and kind of page. How many, never who or which page.

use crate::{
    PlatformError, Table,
    keys::PrimaryKey,
    service_levels::{expiry, number},
    table::{ENTITY_TYPE, EXPIRES_AT, Item, PK, Query, SK, SortRange, Write, attribute, text},
};
use durbar_domain::web_vitals::{PARTS, PageKind, PageVitals, Vital, VitalTotals};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use strum::VariantArray as _;

/// Figures in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WebVitalStore {
    table: Table,
}

impl WebVitalStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Adds what was counted to what is there.
    pub async fn add(
        &self,
        date: Date,
        page: PageKind,
        vitals: &PageVitals,
    ) -> Result<(), PlatformError> {
        if vitals.is_empty() {
            return Ok(());
        }
        self.table
            .write_all(vec![one_write(date, page, vitals)])
            .await
    }

    /// Figures of the days from one to another, both included; a day on which nothing was
    /// counted is left out.
    pub async fn daily(
        &self,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, VitalTotals>, PlatformError> {
        let mut days: BTreeMap<Date, VitalTotals> = BTreeMap::new();
        if from > to {
            return Ok(days);
        }
        let (first, last) = PrimaryKey::service_level_range(from, to);
        let query = Query::partition(PrimaryKey::web_vitals_partition());
        let query = query.range(SortRange::Between(first, last));
        for item in self.table.query(query).await?.items {
            let (date, page, vitals) = read(&item)?;
            days.entry(date).or_default().of_mut(page).add(&vitals);
        }
        Ok(days)
    }
}

fn one_write(date: Date, page: PageKind, vitals: &PageVitals) -> Write {
    let mut adds = Vec::new();
    let mut values = HashMap::from([
        (":end".to_owned(), number(expiry(date))),
        (":kind".to_owned(), text("DailyWebVitals")),
    ]);
    for vital in Vital::VARIANTS {
        for (part, count) in vitals.of(*vital).0.into_iter().enumerate() {
            if count > 0 {
                let name = name(*vital, part);
                adds.push(format!("{name} :{name}"));
                values.insert(format!(":{name}"), number(count));
            }
        }
    }
    Write::Update {
        key: PrimaryKey::WebVitals { date, page },
        expression: format!(
            "ADD {} SET {EXPIRES_AT} = :end, {ENTITY_TYPE} = :kind",
            adds.join(", ")
        ),
        values,
    }
}

/// The attribute of a part. It tells its bound, so that days that were counted by other bounds
/// are not taken for what they aren't.
fn name(vital: Vital, part: usize) -> String {
    match vital.bounds().get(part) {
        Some(bound) => format!("{}_up_to_{bound}", vital.key()),
        None => format!("{}_above_all", vital.key()),
    }
}

/// The day, the kind of page and the figures of an item.
pub(crate) fn read(item: &Item) -> Result<(Date, PageKind, PageVitals), PlatformError> {
    let (partition, sort) = (attribute(item, PK)?, attribute(item, SK)?);
    let key = PrimaryKey::parse(partition, sort)
        .map_err(|error| PlatformError::corrupt(partition, error))?;
    let PrimaryKey::WebVitals { date, page } = key else {
        return Err(PlatformError::corrupt(
            key.to_string(),
            "it does not count what browsers measured",
        ));
    };
    let mut vitals = PageVitals::default();
    for vital in Vital::VARIANTS {
        for part in 0..PARTS {
            let name = name(*vital, part);
            let Some(value) = item.get(&name) else {
                continue;
            };
            let count = value.as_n().ok().and_then(|text| text.parse().ok());
            vitals.of_mut(*vital).0[part] = count.ok_or_else(|| {
                PlatformError::corrupt(key.to_string(), format!("{name} is no count"))
            })?;
        }
    }
    Ok((date, page, vitals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{integrity::Inspector, testing::embedded};
    use jiff::civil::date;

    /// So many visits in a part of a figure.
    fn vitals(of: &[(Vital, usize, u64)]) -> PageVitals {
        let mut vitals = PageVitals::default();
        for (vital, part, visits) in of {
            vitals.of_mut(*vital).0[*part] += visits;
        }
        vitals
    }

    #[tokio::test]
    async fn what_processes_count_adds_up_by_day_and_page() {
        let embedded = embedded().await;
        let store = WebVitalStore::new(embedded.platform().table.clone());
        let (one, two) = (date(2026, 11, 23), date(2026, 11, 24));
        let first = vitals(&[(Vital::Lcp, 0, 2), (Vital::Cls, PARTS - 1, 1)]);
        let second = vitals(&[(Vital::Lcp, 0, 1), (Vital::Inp, 4, 5)]);
        for (day, page, vitals) in [
            (one, PageKind::Listing, &first),
            (one, PageKind::Listing, &second),
            (one, PageKind::Front, &second),
            (two, PageKind::Search, &first),
            (two, PageKind::Other, &PageVitals::default()),
        ] {
            store.add(day, page, vitals).await.expect("added");
        }
        let daily = store.daily(one, two).await.expect("read");
        assert_eq!(daily.len(), 2);
        let mut both = first;
        both.add(&second);
        assert_eq!(daily[&one].of(PageKind::Listing), &both);
        assert_eq!(daily[&one].of(PageKind::Front), &second);
        assert_eq!(daily[&two].of(PageKind::Search), &first);
        assert_eq!(store.daily(two, two).await.expect("read").len(), 1);
        assert!(store.daily(two, one).await.expect("read").is_empty());
        let inspected = Inspector::new(embedded.platform()).run(|_| {}).await;
        let found = inspected.expect("inspected");
        assert_eq!(found.faults, []);
        assert_eq!(found.tally.kinds["DailyWebVitals"].count, 3);
    }

    #[tokio::test]
    async fn an_item_holds_numbers_alone() {
        let embedded = embedded().await;
        let table = &embedded.platform().table;
        let (day, page) = (date(2026, 11, 23), PageKind::Listing);
        let store = WebVitalStore::new(table.clone());
        let some = vitals(&[(Vital::Lcp, 4, 1), (Vital::Ttfb, PARTS - 1, 1)]);
        store.add(day, page, &some).await.expect("added");
        let item = table.get(PrimaryKey::WebVitals { date: day, page });
        let item = item.await.expect("read").expect("it is there");
        let mut names: Vec<&str> = item.keys().map(String::as_str).collect();
        names.sort_unstable();
        let mut expected = vec![
            PK,
            SK,
            ENTITY_TYPE,
            EXPIRES_AT,
            "lcp_up_to_2500",
            "ttfb_above_all",
        ];
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}
