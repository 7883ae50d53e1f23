//! Where events go once they have happened.

use async_trait::async_trait;
use durbar_domain::event::DomainEvent;
use std::{error::Error, fmt, sync::Arc};

/// Acts on events. Events come at least once, those about one listing in the order in which
/// they happened; a consumer makes nothing of a repeat.
#[async_trait]
pub trait EventConsumer: Send + Sync + 'static {
    /// A short name for logs.
    fn name(&self) -> &'static str;

    /// Acts on an event. After an error the event comes again.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// Hands events to those who act on them.
#[async_trait]
pub trait EventBus: Send + Sync + 'static {
    /// Names of those who get events.
    fn consumers(&self) -> Vec<&'static str>;

    /// Hands an event to the consumers of these names; `Ok` when all of them have it.
    async fn publish(&self, event: &DomainEvent, to: &[&'static str]) -> Result<(), BusError>;
}

/// Consumers that failed to act on an event.
#[derive(Debug)]
pub struct BusError {
    failures: Vec<(&'static str, Box<dyn Error + Send + Sync>)>,
}

impl BusError {
    /// Names of those who failed.
    pub fn consumers(&self) -> Vec<&'static str> {
        self.failures.iter().map(|(name, _)| *name).collect()
    }
}

impl fmt::Display for BusError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (name, error)) in self.failures.iter().enumerate() {
            let separator = if number == 0 { "" } else { "; " };
            write!(out, "{separator}{name}: {error}")?;
        }
        Ok(())
    }
}

impl Error for BusError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures
            .first()
            .map(|(_, error)| &**error as &(dyn Error + 'static))
    }
}

/// The bus of one process: its consumers are called one after another, and one that fails
/// does not keep the event from the others.
#[derive(Clone, Default)]
pub struct InProcessBus {
    consumers: Arc<[Arc<dyn EventConsumer>]>,
}

impl InProcessBus {
    pub fn new(consumers: impl IntoIterator<Item = Arc<dyn EventConsumer>>) -> Self {
        Self {
            consumers: consumers.into_iter().collect(),
        }
    }
}

#[async_trait]
impl EventBus for InProcessBus {
    fn consumers(&self) -> Vec<&'static str> {
        self.consumers.iter().map(|it| it.name()).collect()
    }

    async fn publish(&self, event: &DomainEvent, to: &[&'static str]) -> Result<(), BusError> {
        let mut failures = Vec::new();
        for consumer in self.consumers.iter().filter(|it| to.contains(&it.name())) {
            if let Err(error) = consumer.handle(event).await {
                failures.push((consumer.name(), error));
            }
        }
        if failures.is_empty() {
            Ok(())
        } else {
            Err(BusError { failures })
        }
    }
}
