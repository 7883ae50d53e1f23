//! Brokers as rows name them.

use durbar_domain::{BrokerId, broker::Broker};
use std::{collections::HashMap, sync::Arc};

/// How many are named where none of them was.
const NAMED: usize = 12;

/// All brokers. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct BrokerDirectory {
    brokers: Arc<HashMap<BrokerId, Broker>>,
    /// `None` where several have a slug.
    by_slug: Arc<HashMap<String, Option<BrokerId>>>,
}

impl BrokerDirectory {
    pub fn new(brokers: Vec<Broker>) -> Self {
        let mut by_slug = HashMap::new();
        for broker in &brokers {
            by_slug
                .entry(broker.slug.to_string())
                .and_modify(|known| *known = None)
                .or_insert(Some(broker.broker_id));
        }
        let brokers = brokers.into_iter().map(|it| (it.broker_id, it));
        Self {
            brokers: Arc::new(brokers.collect()),
            by_slug: Arc::new(by_slug),
        }
    }

    /// The one broker of a slug, or of an identifier, which tells apart those of one slug.
    pub fn named(&self, text: &str) -> Option<&Broker> {
        match text.parse::<BrokerId>() {
            Ok(id) => self.get(id),
            Err(_) => self.get((*self.by_slug.get(text)?)?),
        }
    }

    pub fn get(&self, id: BrokerId) -> Option<&Broker> {
        self.brokers.get(&id)
    }

    /// What may be said, for messages.
    pub fn accepted(&self) -> String {
        let mut slugs: Vec<&str> = self
            .by_slug
            .iter()
            .filter(|(_, broker)| broker.is_some())
            .map(|(slug, _)| slug.as_str())
            .collect();
        slugs.sort_unstable();
        let more = slugs.len().saturating_sub(NAMED);
        slugs.truncate(NAMED);
        match more {
            0 => slugs.join(", "),
            more => format!("{} and {more} more", slugs.join(", ")),
        }
    }
}
