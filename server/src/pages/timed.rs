//! How long a rendering worked and how long it waited.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// Where the time of a rendering went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// Time spent in polls: making the page.
    pub work: Duration,
    /// Time between polls: waiting for data.
    pub wait: Duration,
}

/// A future that gives, beside its output, where its time went.
pub struct Timed<F> {
    inner: Pin<Box<F>>,
    started: Option<Instant>,
    work: Duration,
}

impl<F: Future> Timed<F> {
    pub fn new(inner: F) -> Self {
        Self {
            inner: Box::pin(inner),
            started: None,
            work: Duration::ZERO,
        }
    }
}

impl<F: Future> Future for Timed<F> {
    type Output = (F::Output, Timing);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let now = Instant::now();
        let started = *self.started.get_or_insert(now);
        let polled = self.inner.as_mut().poll(context);
        self.work += now.elapsed();
        let work = self.work;
        polled.map(|output| {
            (
                output,
                Timing {
                    work,
                    wait: started.elapsed().saturating_sub(work),
                },
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_and_wait_make_up_the_whole() {
        let from = Instant::now();
        let (value, timing) = Timed::new(async {
            tokio::task::yield_now().await;
            7
        })
        .await;
        assert_eq!(value, 7);
        assert!(timing.work + timing.wait <= from.elapsed());
    }
}
