//! What a home costs, has cost and was sold for.

use crate::Npr;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a home costs, cost and was sold for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    pub list_price: Npr,
    /// The day from which `list_price` holds.
    pub since: Date,
    /// The price is told to those who ask; no public answer may depend on it.
    pub on_request: bool,
    /// Earlier list prices that were public, oldest first.
    pub history: Vec<PriceChange>,
    pub closing: Option<Closing>,
}

/// A list price and the day from which it held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceChange {
    pub date: Date,
    pub list_price: Npr,
}

/// RESO `CloseDate` and `ClosePrice`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub close_date: Date,
    pub close_price: Npr,
}

impl Price {
    /// A first price, from `since`.
    pub fn new(list_price: Npr, since: Date, on_request: bool) -> Self {
        Self {
            list_price,
            since,
            on_request,
            history: Vec::new(),
            closing: None,
        }
    }

    /// Sets the list price from `today` on. The price until now goes into the history if it
    /// was public and held for a day or more; a price taken back on its day leaves no trace.
    pub fn change(&mut self, list_price: Npr, today: Date) {
        if list_price == self.list_price {
            return;
        }
        self.end_present(today);
        self.list_price = list_price;
        self.join_equals();
    }

    /// Makes the price public or not from `today` on. A price stays out of the history for
    /// the days on which it was on request.
    pub fn set_on_request(&mut self, on_request: bool, today: Date) {
        if on_request == self.on_request {
            return;
        }
        self.end_present(today);
        self.on_request = on_request;
        self.join_equals();
    }

    /// The public prices, oldest first, the present one last; empty while it is on request.
    pub fn public_history(&self) -> Vec<PriceChange> {
        if self.on_request {
            return Vec::new();
        }
        let now = PriceChange {
            date: self.since,
            list_price: self.list_price,
        };
        self.history.iter().copied().chain([now]).collect()
    }

    fn end_present(&mut self, today: Date) {
        if today > self.since {
            if !self.on_request {
                let until_now = PriceChange {
                    date: self.since,
                    list_price: self.list_price,
                };
                self.history.push(until_now);
            }
            self.since = today;
        }
    }

    /// A public price that the last of the history equals has held since then.
    fn join_equals(&mut self) {
        if !self.on_request
            && let Some(last) = self
                .history
                .pop_if(|last| last.list_price == self.list_price)
        {
            self.since = last.date;
        }
    }
}

#[cfg(test)]
mod tests;
