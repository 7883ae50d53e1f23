//! How often and when an event is tried.

use std::time::Duration;

/// How the relay treats events that fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayPolicy {
    /// How often an event is tried before it is parked.
    pub attempts: u32,
    /// The pause after the first failure; each is twice the one before.
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// How often the outbox is looked at without having been told: other processes write to
    /// it as well.
    pub poll_every: Duration,
}

impl Default for RelayPolicy {
    /// Ten attempts within about six minutes.
    fn default() -> Self {
        Self {
            attempts: 10,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(120),
            poll_every: Duration::from_secs(10),
        }
    }
}

impl RelayPolicy {
    /// The pause after this many failures.
    pub(super) fn pause_after(&self, failures: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        self.first_pause
            .saturating_mul(doubled)
            .min(self.longest_pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let policy = RelayPolicy::default();
        let pauses: Vec<u128> = [1, 2, 3, 8, 9, 40]
            .map(|failures| policy.pause_after(failures).as_millis())
            .into();
        assert_eq!(pauses, [500, 1_000, 2_000, 64_000, 120_000, 120_000]);
    }
}
