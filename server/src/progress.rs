//! How far a long command came, on standard error.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal as _};

/// Things between two lines, where nobody looks at a terminal.
const TOLD_EVERY: u64 = 50_000;

/// Counts things whose number isn't known before.
pub(crate) struct Counter {
    what: &'static str,
    /// Drawn on a terminal alone.
    bar: Option<ProgressBar>,
    told: u64,
}

impl Counter {
    pub(crate) fn new(what: &'static str) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::new_spinner().with_style(style)
        });
        Self { what, bar, told: 0 }
    }

    pub(crate) fn reached(&mut self, count: u64) {
        let line = format!("{count} {}", self.what);
        match &self.bar {
            Some(bar) => {
                bar.set_message(line);
                bar.tick();
            }
            None if count >= self.told + TOLD_EVERY => {
                self.told = count;
                eprintln!("{line}");
            }
            None => {}
        }
    }

    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
