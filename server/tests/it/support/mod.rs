//! What the tests share: a site on a stack of its own, requests to it, the real program.

pub mod collector;
pub mod forms;
pub mod invocations;
pub mod khalti;
pub mod market;
pub mod people;
pub mod program;
pub mod response;

use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Request, header},
};
use durbar_app::settings::{ExchangeRates, PublicSettings};
use durbar_domain::{Listing, StandardStatus};
use durbar_platform::{
    Platform,
    embedded::Storage,
    identity::cognito::double::PoolDouble,
    testing::cloud::{self, Cloud},
};
use durbar_server::{
    cli::StoreSettings,
    host::{Host, HostParts},
    http,
    http::{client_address::ToldAddress, static_files::StaticFiles},
    stack::{Identity, Stack, Store},
};
use durbar_services::{Services, premium::PremiumPolicy, seed::Market, subscriptions::Payments};
use leptos::config::LeptosOptions;
use market::SeedFolder;
use response::TestResponse;
use std::{fs, path::Path, sync::Arc};
use tower::ServiceExt as _;

pub const SITE: &str = "https://durbar.test";

/// The site with a demo market in memory.
pub struct TestSite {
    pub stack: Stack,
    pub host: Arc<Host>,
    pub market: Market,
    router: Router,
}

impl TestSite {
    /// With one home of each kind that pages treat differently.
    pub async fn small() -> Self {
        Self::with(&SeedFolder::small(), 8).await
    }

    /// With the whole demo market.
    pub async fn whole() -> Self {
        Self::with(&SeedFolder::whole(), 8).await
    }

    /// With a page cache of `page_cache_mb`.
    pub async fn with(seed: &SeedFolder, page_cache_mb: u64) -> Self {
        Self::on(Storage::Temporary, seed, page_cache_mb).await
    }

    /// Kept in a folder.
    pub async fn on(storage: Storage, seed: &SeedFolder, page_cache_mb: u64) -> Self {
        let payments = Payments::new(None, Some("Durbar, Test Bank, 0123")).expect("payments");
        Self::made(storage, seed, page_cache_mb, payments).await
    }

    /// With these ways to pay.
    pub async fn paying(payments: Payments) -> Self {
        Self::made(Storage::Temporary, &SeedFolder::small(), 8, payments).await
    }

    async fn made(
        storage: Storage,
        seed: &SeedFolder,
        page_cache_mb: u64,
        payments: Payments,
    ) -> Self {
        let storage = StoreSettings::Embedded { storage };
        let store = Store::open(&storage).await.expect("an embedded store");
        store.seeder(seed.path()).run().await.expect("seeding");
        let stack = Stack::new(store, SITE).await.expect("a stack");
        let stack = stack.with_payments(payments);
        Self::over(stack, seed, page_cache_mb).await
    }

    /// On a data folder, which the program has left.
    pub async fn in_folder(data: &Path, seed: &SeedFolder) -> Self {
        let storage = StoreSettings::Embedded {
            storage: Storage::Folder(data.to_owned()),
        };
        let store = Store::open(&storage).await.expect("the data folder");
        let stack = Stack::new(store, SITE).await.expect("a stack");
        Self::over(stack, seed, 8).await
    }

    /// With the identities of a user pool.
    pub async fn with_pool(pool: &PoolDouble) -> Self {
        let seed = SeedFolder::small();
        let storage = StoreSettings::Embedded {
            storage: Storage::Temporary,
        };
        let store = Store::open(&storage).await.expect("an embedded store");
        store.seeder(seed.path()).run().await.expect("seeding");
        let settings = pool.settings(&format!("{SITE}{}", http::SOCIAL_CALLBACK));
        let provider = pool.provider(&store.platform.table, settings).await;
        let identity = Identity {
            throttle: provider.throttle().clone(),
            provider: Arc::new(provider),
        };
        Self::over(Stack::with(store, SITE, identity), &seed, 8).await
    }

    /// In AWS mode, on what an emulator of AWS holds.
    pub async fn in_cloud(cloud: &Cloud) -> Self {
        let seed = SeedFolder::small();
        let store = Store::in_aws(cloud.platform.clone(), 1);
        store.seeder(seed.path()).run().await.expect("seeding");
        let provider = cloud.identity().await.expect("the user pool");
        let identity = Identity {
            throttle: provider.throttle().clone(),
            provider: Arc::new(provider),
        };
        Self::over(Stack::with(store, SITE, identity), &seed, 8).await
    }

    async fn over(stack: Stack, seed: &SeedFolder, page_cache_mb: u64) -> Self {
        stack.relay().round().await.expect("a round of the relay");
        // Until then the table answers, and a page asked for twice may differ.
        assert!(stack.services().search.ready().await, "the index is built");
        let policy = PremiumPolicy::default();
        let host = host(&stack, stack.platform().clone(), page_cache_mb, policy);
        let market = Market::read(seed.path()).expect("the seed folder");
        Self {
            router: http::router(host.clone()),
            stack,
            host,
            market,
        }
    }

    /// The same market, with this done against premium media being passed on.
    pub fn with_premium(mut self, policy: PremiumPolicy) -> Self {
        self.host = host(&self.stack, self.stack.platform().clone(), 8, policy);
        self.router = http::router(self.host.clone());
        self
    }

    pub fn services(&self) -> &Services {
        self.stack.services()
    }

    /// The first home in this status.
    pub fn home(&self, status: StandardStatus) -> &Listing {
        self.find(|home| home.standard_status == status)
    }

    /// The first home of which this holds.
    pub fn find(&self, holds: impl Fn(&Listing) -> bool) -> &Listing {
        self.market
            .listings
            .iter()
            .find(|home| holds(home))
            .expect("the market has such a home")
    }

    /// An answer of a host whose health is that of `platform`.
    pub async fn send_to(&self, platform: Platform, address: &str) -> TestResponse {
        let request = Request::get(address)
            .body(Body::empty())
            .expect("a request");
        let answer = http::router(host(&self.stack, platform, 0, PremiumPolicy::default()))
            .oneshot(request)
            .await;
        TestResponse::read(answer.expect("the router always answers")).await
    }

    pub async fn send(&self, request: Request<Body>) -> TestResponse {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router always answers");
        TestResponse::read(response).await
    }

    pub async fn get(&self, address: &str) -> TestResponse {
        self.get_with(address, &[]).await
    }

    pub async fn get_with(&self, address: &str, headers: &[(&'static str, &str)]) -> TestResponse {
        let mut request = Request::get(address)
            .body(Body::empty())
            .expect("a request");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header");
            request
                .headers_mut()
                .append(HeaderName::from_static(name), value);
        }
        self.send(request).await
    }

    /// As a browser reports a page that was seen.
    pub async fn report_seen(&self, body: &str, headers: &[(&'static str, &str)]) -> TestResponse {
        self.beacon("/api/seen", body, headers).await
    }

    /// As a browser sends what is told in passing.
    pub async fn beacon(
        &self,
        address: &str,
        body: &str,
        headers: &[(&'static str, &str)],
    ) -> TestResponse {
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "text/plain;charset=UTF-8");
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        self.send(
            request
                .body(Body::from(body.to_owned()))
                .expect("a request"),
        )
        .await
    }
}

fn host(
    stack: &Stack,
    platform: Platform,
    page_cache_mb: u64,
    premium_policy: PremiumPolicy,
) -> Arc<Host> {
    let host = Host::new(HostParts {
        platform,
        services: stack.services().clone(),
        versions: stack.versions().clone(),
        // AWS mode is given its keys.
        signer: stack.signer().cloned().or_else(|| Some(cloud::signer())),
        uploads: stack.upload_server(),
        withdrawn: stack.withdrawn().clone(),
        metrics: stack.metrics().clone(),
        premium_policy,
        mail_folder: stack.mail_folder().cloned(),
        settings: settings(),
        tile_source: Some("https://tile.test".to_owned()),
        upload_source: None,
        leptos: LeptosOptions::builder()
            .output_name("durbar")
            .site_pkg_dir("pkg")
            .build(),
        static_files: static_files(),
        page_cache_bytes: page_cache_mb * 1_048_576,
        client_address: Some(ToldAddress {
            header: HeaderName::from_static("cloudfront-viewer-address"),
            edge_secret: None,
        }),
    });
    Arc::new(host.expect("fonts"))
}

fn settings() -> PublicSettings {
    PublicSettings {
        site_url: SITE.to_owned(),
        tile_url: Some("https://tile.test/{z}/{x}/{y}.png".to_owned()),
        tile_attribution: "Test tiles".to_owned(),
        exchange_rates: ExchangeRates {
            as_of: jiff::civil::date(2026, 11, 20),
            rates: vec![("USD".to_owned(), 141.2)],
        },
        web_vitals_sample: 1.0,
    }
}

/// A built site of a few files.
fn static_files() -> StaticFiles {
    let site = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(site.path().join("pkg")).expect("a folder");
    let script = "export const a = 1;\n".repeat(100);
    fs::write(site.path().join("pkg/durbar.0a1b.js"), script).expect("a file");
    fs::write(site.path().join("pkg/durbar.0a1b.js.br"), b"brotli").expect("a file");
    fs::write(
        site.path().join("favicon.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )
    .expect("a file");
    StaticFiles::load(site.path(), &["/pkg/"]).expect("the files")
}
