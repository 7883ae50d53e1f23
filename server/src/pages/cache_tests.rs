use super::{super::timed::Timing, *};
use axum::http::HeaderValue;
use durbar_app::page::{CachePolicy, PageOutcome, Tag};
use durbar_domain::PropertyId;
use std::collections::BTreeSet;
use tokio::sync::Notify;

const MEGABYTE: u64 = 1_048_576;

struct Bench {
    cache: PageCache,
    versions: Arc<TagVersions>,
}

impl Bench {
    fn new(bytes: u64) -> Self {
        let versions = Arc::new(TagVersions::default());
        Self {
            cache: PageCache::new(bytes, versions.clone()),
            versions,
        }
    }

    async fn get(&self, address: &str) -> CacheResult {
        self.get_as(address, outcome(200), || async {}).await
    }

    async fn get_as<W: Future<Output = ()> + Send + 'static>(
        &self,
        address: &str,
        outcome: PageOutcome,
        wait: impl Fn() -> W,
    ) -> CacheResult {
        let address = PageAddress::new(&address.parse().expect("an address"));
        let (page, result) = self
            .cache
            .page(&address, || {
                let (read_at, outcome, wait) = (self.versions.now(), outcome.clone(), wait());
                async move {
                    wait.await;
                    let policy = HeaderValue::from_static("default-src 'none'");
                    StoredPage::new(
                        outcome,
                        "x".repeat(10_000),
                        policy,
                        read_at,
                        Timing::default(),
                    )
                }
            })
            .await;
        page.expect("it renders");
        result
    }

    fn renderings(&self) -> u64 {
        self.cache.renderings()
    }
}

fn home() -> Tag {
    Tag::Listing(PropertyId::from_bits(7))
}

fn outcome(status: u16) -> PageOutcome {
    PageOutcome {
        status,
        redirect: None,
        tags: BTreeSet::from([home()]),
        cache: CachePolicy::PAGE,
        cookies: Vec::new(),
        failure: None,
    }
}

#[tokio::test]
async fn a_page_is_rendered_again_only_after_a_change_of_what_it_shows() {
    let bench = Bench::new(MEGABYTE);
    assert_eq!(bench.get("/a").await, CacheResult::Miss);
    assert_eq!(bench.get("/a").await, CacheResult::Hit);
    bench.versions.change([Tag::Market]);
    assert_eq!(bench.get("/a").await, CacheResult::Hit);
    bench.versions.change([home()]);
    assert_eq!(bench.get("/a").await, CacheResult::Miss);
    assert_eq!(bench.get("/a").await, CacheResult::Hit);
    assert_eq!(bench.renderings(), 2);
}

#[tokio::test]
async fn all_who_ask_at_once_share_one_rendering() {
    let bench = Bench::new(MEGABYTE);
    let gate = Arc::new(Notify::new());
    let wait = || {
        let gate = gate.clone();
        async move { gate.notified().await }
    };
    let visits = (0..50).map(|_| bench.get_as("/a", outcome(200), &wait));
    let (results, ()) = futures::join!(futures::future::join_all(visits), async {
        gate.notify_one()
    });
    assert_eq!(results, [CacheResult::Miss; 50]);
    assert_eq!(bench.renderings(), 1);
}

#[tokio::test]
async fn a_rendering_from_before_a_change_is_not_shown_to_who_asks_after_it() {
    let bench = Bench::new(MEGABYTE);
    let gate = Arc::new(Notify::new());
    let wait = || {
        let gate = gate.clone();
        async move { gate.notified().await }
    };
    let early = bench.get_as("/a", outcome(200), &wait);
    let late = async {
        bench.versions.change([home()]);
        gate.notify_one();
        bench.get("/a").await
    };
    futures::join!(early, late);
    assert_eq!(bench.renderings(), 2);
    assert_eq!(bench.get("/a").await, CacheResult::Hit);
}

#[tokio::test]
async fn what_may_not_be_kept_is_not() {
    let bench = Bench::new(MEGABYTE);
    for status in [500, 503, 400] {
        assert_eq!(
            bench.get_as("/a", outcome(status), || async {}).await,
            CacheResult::Miss
        );
    }
    let private = PageOutcome {
        cache: CachePolicy::NoStore,
        ..outcome(200)
    };
    assert_eq!(
        bench.get_as("/a", private, || async {}).await,
        CacheResult::Miss
    );
    assert_eq!(bench.get("/a").await, CacheResult::Miss);
    for status in [404, 410] {
        let address = format!("/{status}");
        assert_eq!(
            bench.get_as(&address, outcome(status), || async {}).await,
            CacheResult::Miss
        );
        assert_eq!(
            bench.get_as(&address, outcome(status), || async {}).await,
            CacheResult::Hit
        );
    }
}

#[tokio::test]
async fn no_number_of_searches_pushes_out_plain_pages() {
    let bench = Bench::new(MEGABYTE);
    let plain: Vec<String> = (0..20).map(|n| format!("/homes/{n}")).collect();
    for address in &plain {
        bench.get(address).await;
    }
    for n in 0..500 {
        bench.get(&format!("/homes?q=word{n}")).await;
    }
    bench.cache.0.endless.run_pending_tasks().await;
    assert!(bench.cache.0.endless.weighted_size() <= MEGABYTE / 4);
    for address in &plain {
        assert_eq!(bench.get(address).await, CacheResult::Hit, "{address}");
    }
}

#[tokio::test]
async fn it_stays_within_its_bytes() {
    let bench = Bench::new(MEGABYTE);
    for n in 0..300 {
        bench.get(&format!("/homes/{n}")).await;
    }
    bench.cache.0.plain.run_pending_tasks().await;
    assert!(bench.cache.0.plain.weighted_size() <= MEGABYTE);
    assert!(bench.cache.0.plain.entry_count() > 10);
}

#[tokio::test]
async fn a_panic_fails_the_page_and_not_the_next_one() {
    let bench = Bench::new(MEGABYTE);
    let address = PageAddress::new(&"/a".parse().expect("an address"));
    let (page, _) = bench
        .cache
        .page(&address, || async { panic!("a fault in a view") })
        .await;
    assert!(page.is_err());
    assert_eq!(bench.get("/a").await, CacheResult::Miss);
}

#[tokio::test]
async fn turned_off_it_renders_every_time() {
    let bench = Bench::new(0);
    assert_eq!(bench.get("/a").await, CacheResult::Off);
    assert_eq!(bench.get("/a").await, CacheResult::Off);
    assert_eq!(bench.renderings(), 2);
}
