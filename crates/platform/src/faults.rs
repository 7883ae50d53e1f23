//! A layer under the SDK's clients in which calls fail, are answered late or end the process,
//! for tests: what embedded services never do by themselves.

use crate::{Objects, Platform, Table};
use aws_config::retry::RetryConfig;
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
        SharedHttpConnector,
    },
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use std::{
    fmt, io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::watch;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is made and answered.
    None,
    /// The process ends before the call leaves it.
    EndBefore,
    /// The process ends when the call has taken effect, before it is answered.
    EndAfter,
    /// The service can't be reached.
    Unreachable,
    /// The service says that it has too much to do.
    Overloaded,
    /// The call takes effect, and its answer is lost.
    AnswerLost,
    /// The call takes effect, and is answered later than anyone waits.
    TooSlow,
    /// The call takes effect, and its answer breaks off in the middle.
    BrokenOff,
}

/// A call that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Counted from 0, attempts included.
    pub number: u64,
    /// As in `DELETE`; calls of the table are all of `POST`.
    pub method: &'a str,
    /// With bucket and key; all calls of the table have one.
    pub uri: &'a str,
}

/// Decides what becomes of calls. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Faults {
    inner: Arc<Inner>,
}

type Decide = Box<dyn FnMut(&Call<'_>) -> Fault + Send>;

struct Inner {
    decide: Mutex<Decide>,
    calls: AtomicU64,
    is_off: AtomicBool,
    ended: watch::Sender<bool>,
}

impl fmt::Debug for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.calls();
        out.debug_struct("Faults").field("calls", &calls).finish()
    }
}

impl Faults {
    pub fn new(decide: impl FnMut(&Call<'_>) -> Fault + Send + 'static) -> Self {
        Self {
            inner: Arc::new(Inner {
                decide: Mutex::new(Box::new(decide)),
                calls: AtomicU64::new(0),
                is_off: AtomicBool::new(false),
                ended: watch::Sender::new(false),
            }),
        }
    }

    /// One fault, at the call of this number.
    pub fn at(number: u64, fault: Fault) -> Self {
        Self::new(move |call| match call.number == number {
            true => fault,
            false => Fault::None,
        })
    }

    /// The same table and objects with this layer below. Attempts follow one another at once.
    pub fn below(&self, platform: &Platform) -> Platform {
        let retries = RetryConfig::standard()
            .with_max_attempts(4)
            .with_initial_backoff(Duration::from_millis(1))
            .with_max_backoff(Duration::from_millis(1));
        let table = platform.table.client().config();
        let below = self.layer(table.http_client());
        let table = table.to_builder().http_client(below);
        let table = table.retry_config(retries.clone()).build();
        let objects = platform.objects.client().config();
        let below = self.layer(objects.http_client());
        let objects = objects.to_builder().http_client(below);
        let objects = objects.retry_config(retries).build();
        Platform {
            table: Table::new(
                aws_sdk_dynamodb::Client::from_conf(table),
                platform.table.name(),
            ),
            objects: Objects::new(
                aws_sdk_s3::Client::from_conf(objects),
                platform.objects.names().clone(),
            ),
        }
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.inner.calls.load(Ordering::SeqCst)
    }

    /// From here on all is well.
    pub fn stop(&self) {
        self.inner.is_off.store(true, Ordering::SeqCst);
    }

    /// Whether the process was ended.
    pub fn has_ended(&self) -> bool {
        *self.inner.ended.borrow()
    }

    /// Runs what a process does until it is at its end or the process is; drops it then, as
    /// `kill -9` would. `None` when the process was ended.
    pub async fn process<T>(&self, doing: impl Future<Output = T>) -> Option<T> {
        let mut ended = self.inner.ended.subscribe();
        tokio::select! {
            biased;
            _ = ended.wait_for(|it| *it) => None,
            done = doing => Some(done),
        }
    }

    fn layer(&self, client: Option<SharedHttpClient>) -> Layer {
        Layer {
            client: client.expect("clients are made with one"),
            faults: self.clone(),
        }
    }

    fn next(&self, request: &HttpRequest) -> Fault {
        if self.inner.is_off.load(Ordering::SeqCst) {
            return Fault::None;
        }
        let number = self.inner.calls.fetch_add(1, Ordering::SeqCst);
        let decide = self.inner.decide.lock();
        let mut decide = decide.unwrap_or_else(std::sync::PoisonError::into_inner);
        decide(&Call {
            number,
            method: request.method(),
            uri: request.uri(),
        })
    }

    async fn end(&self) -> ! {
        self.inner.ended.send_replace(true);
        std::future::pending().await
    }

    async fn call(
        self,
        below: SharedHttpConnector,
        request: HttpRequest,
    ) -> Result<HttpResponse, ConnectorError> {
        if self.has_ended() {
            // What ran beside the call that ended the process.
            self.end().await
        }
        let fault = self.next(&request);
        match fault {
            Fault::EndBefore => self.end().await,
            Fault::Unreachable => return Err(ConnectorError::io("unreachable".into())),
            Fault::Overloaded => return Ok(overloaded()),
            _ => {}
        }
        let answer = below.call(request).await;
        match fault {
            Fault::EndAfter => self.end().await,
            Fault::AnswerLost => Err(ConnectorError::io("the connection was lost".into())),
            Fault::TooSlow => Err(ConnectorError::timeout("no answer in time".into())),
            Fault::BrokenOff => broken_off(answer?).await,
            _ => answer,
        }
    }
}

/// The client with the layer above it.
#[derive(Debug)]
struct Layer {
    client: SharedHttpClient,
    faults: Faults,
}

impl HttpClient for Layer {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector {
            below: self.client.http_connector(settings, components),
            faults: self.faults.clone(),
        })
    }
}

#[derive(Debug)]
struct Connector {
    below: SharedHttpConnector,
    faults: Faults,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (faults, below) = (self.faults.clone(), self.below.clone());
        HttpConnectorFuture::new(faults.call(below, request))
    }
}

fn overloaded() -> HttpResponse {
    let status = 503.try_into().expect("a status");
    HttpResponse::new(status, SdkBody::empty())
}

/// An answer of which only the first half of the body arrives.
async fn broken_off(answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let lost = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let mut emptied = answer;
    let body = std::mem::replace(emptied.body_mut(), SdkBody::taken());
    let whole = body.collect().await.map_err(ConnectorError::io)?.to_bytes();
    if whole.is_empty() {
        return Err(ConnectorError::io(lost().into()));
    }
    let half = Frame::data(whole.slice(..whole.len() / 2));
    let frames: [io::Result<Frame<Bytes>>; 2] = [Ok(half), Err(lost())];
    let body = StreamBody::new(futures::stream::iter(frames));
    *emptied.body_mut() = SdkBody::from_body_1_x(body);
    Ok(emptied)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{listings::ListingStore, testing};

    /// A market with one home, and what is asked of it.
    async fn read(fault: Fault) -> (u64, bool, bool) {
        let embedded = testing::embedded().await;
        let home = testing::listing(1);
        let plain = ListingStore::new(embedded.platform().table.clone());
        plain.put_new(&home, &[]).await.expect("a home");
        let faults = Faults::at(0, fault);
        let platform = faults.below(embedded.platform());
        let store = ListingStore::new(platform.table);
        let found = faults.process(store.get(home.listing_id)).await;
        let is_right = matches!(found, Some(Ok(Some(found))) if found == home);
        (faults.calls(), is_right, faults.has_ended())
    }

    #[tokio::test]
    async fn the_sdk_tries_again_what_fails() {
        for fault in [
            Fault::Unreachable,
            Fault::Overloaded,
            Fault::AnswerLost,
            Fault::TooSlow,
            Fault::BrokenOff,
        ] {
            assert_eq!(read(fault).await, (2, true, false), "{fault:?}");
        }
        assert_eq!(read(Fault::None).await, (1, true, false));
    }

    #[tokio::test]
    async fn an_end_is_the_end() {
        for fault in [Fault::EndBefore, Fault::EndAfter] {
            assert_eq!(read(fault).await, (1, false, true), "{fault:?}");
        }
    }

    /// A write whose answer is lost is done once: another put of the same home would be refused.
    #[tokio::test]
    async fn a_transaction_whose_answer_is_lost_is_done_once() {
        for fault in [Fault::AnswerLost, Fault::TooSlow, Fault::BrokenOff] {
            let embedded = testing::embedded().await;
            let faults = Faults::at(0, fault);
            let platform = faults.below(embedded.platform());
            let store = ListingStore::new(platform.table);
            let done = store.put_new(&testing::listing(1), &[]).await;
            assert!(done.is_ok(), "{fault:?}: {done:?}");
        }
    }
}
