//! When what somebody holds is used, one behind the other.

use super::{Bought, Left, Subscription};
use crate::{
    PurchaseId,
    account::{LevelSpan, SubscriptionLevel},
    purchase::SubscriptionPeriod,
};
use jiff::{SignedDuration, Timestamp};

/// A stretch of time, and what holds in it.
struct Stretch {
    from: Timestamp,
    span: LevelSpan,
    /// Where the purchase stands in the list; `None` for what was given.
    index: Option<usize>,
}

impl Left {
    fn end_from(self, start: Timestamp) -> Timestamp {
        match self {
            Left::Whole(period) => period.end_from(start),
            Left::Rest(rest) => start.checked_add(rest).unwrap_or(Timestamp::MAX),
        }
    }
}

impl Subscription {
    /// What holds from the time of counting on, each from the end of the one before. What is
    /// bought and not here waits for something without an end.
    pub fn spans(&self) -> Vec<LevelSpan> {
        let mut spans: Vec<LevelSpan> = Vec::new();
        for Stretch { span, .. } in self.stretches() {
            match spans.last_mut() {
                Some(last) if last.level == span.level => last.ends_at = span.ends_at,
                _ => spans.push(span),
            }
        }
        spans
    }

    /// The levels of what was bought and waits for something without an end.
    pub fn waiting(&self) -> Vec<SubscriptionLevel> {
        let used = self.stretches();
        let waits = |index: &usize| used.iter().all(|it| it.index != Some(*index));
        let waiting = (0..self.bought.len()).filter(waits);
        waiting.map(|index| self.bought[index].level).collect()
    }

    /// When a purchase is used from, or is used since; `None` when it is used up, went back, or
    /// waits for something without an end.
    pub fn starts_at(&self, purchase_id: PurchaseId) -> Option<Timestamp> {
        let is_it = |it: &Stretch| {
            let bought = it.index.and_then(|index| self.bought.get(index));
            bought.is_some_and(|bought| bought.purchase_id == Some(purchase_id))
        };
        self.stretches()
            .iter()
            .find(|it| is_it(it))
            .map(|it| it.from)
    }

    fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let (mut from, mut given) = (self.counted_at, self.given);
        for (index, Bought { level, left, .. }) in self.bought.iter().enumerate() {
            // A given level comes before what was bought of the same or a lower one.
            if let Some(span) = given.take_if(|given| given.level >= *level)
                && !span.has_ended(from)
            {
                let index = None;
                stretches.push(Stretch { from, span, index });
                match span.ends_at {
                    Some(end) => from = end,
                    None => return stretches,
                }
            }
            let end = left.end_from(from);
            stretches.push(Stretch {
                from,
                span: LevelSpan {
                    level: *level,
                    ends_at: Some(end),
                },
                index: Some(index),
            });
            from = end;
        }
        if let Some(span) = given.filter(|given| !given.has_ended(from)) {
            let index = None;
            stretches.push(Stretch { from, span, index });
        }
        stretches
    }

    /// The same at a later time: without what was used until then.
    pub(super) fn counted_to(&self, now: Timestamp) -> Self {
        // Two clocks may differ; no time is used twice.
        let now = now.max(self.counted_at);
        let mut left: Vec<Option<Bought>> = self.bought.iter().cloned().map(Some).collect();
        for Stretch { from, span, index } in self.stretches() {
            let (Some(index), Some(end)) = (index, span.ends_at) else {
                continue;
            };
            if end <= now {
                left[index] = None;
            } else if from < now
                && let Some(bought) = &mut left[index]
            {
                bought.left = Left::Rest(end.duration_since(now));
            }
        }
        Self {
            counted_at: now,
            given: self.given.filter(|given| !given.has_ended(now)),
            bought: left.into_iter().flatten().collect(),
            ..self.clone()
        }
    }

    /// Takes a period off what was bought of a level before purchases were kept apart.
    pub(super) fn shorten(&mut self, level: SubscriptionLevel, period: SubscriptionPeriod) {
        let of_old = |it: &Bought| it.purchase_id.is_none() && it.level == level;
        let Some(index) = self.bought.iter().position(of_old) else {
            return;
        };
        let stretches = self.stretches();
        let rest = match stretches.iter().find(|it| it.index == Some(index)) {
            Some(Stretch { from, span, .. }) => span.ends_at.map_or(SignedDuration::ZERO, |end| {
                period.start_before(end).duration_since(*from)
            }),
            // It waits, so nobody knows yet when it would end.
            None => match self.bought[index].left {
                Left::Rest(rest) => {
                    let (start, now) = (period.start_before(self.counted_at), self.counted_at);
                    rest - now.duration_since(start)
                }
                Left::Whole(_) => SignedDuration::ZERO,
            },
        };
        if rest > SignedDuration::ZERO {
            self.bought[index].left = Left::Rest(rest);
        } else {
            self.bought.remove(index);
        }
    }
}
