//! What every handler can reach.

use crate::{
    http::{
        client_address::ToldAddress,
        media::{PublicMedia, Withdrawn},
        security_headers::PagePolicy,
        static_files::StaticFiles,
        uploads::UploadServer,
    },
    metrics::Metrics,
    pages::{cache::PageCache, render::Renderer, versions::TagVersions},
    share::SharePictures,
    visitor::Refreshing,
};
use durbar_app::{AppContext, settings::PublicSettings};
use durbar_media::{Fonts, MediaError};
use durbar_platform::{
    Platform,
    mail::MailFolder,
    signer::{PremiumAccess, Signer},
};
use durbar_services::{Services, premium::PremiumPolicy};
use leptos::config::LeptosOptions;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Sitemaps that are written at a time: each reads a sixteenth of the market.
const SITEMAPS_AT_A_TIME: usize = 4;

/// What a host is made of.
pub struct HostParts {
    pub platform: Platform,
    pub services: Services,
    /// Moved on by the consumer of events that the services' relay calls.
    pub versions: Arc<TagVersions>,
    /// Keys for premium media; without them nothing opens it.
    pub signer: Option<Signer>,
    pub premium_policy: PremiumPolicy,
    /// Where uploads are handed on to, where browsers don't reach the store themselves.
    pub uploads: Option<String>,
    /// Counts how pages are answered.
    pub metrics: Arc<Metrics>,
    /// Objects that are no longer to be shown.
    pub withdrawn: Arc<Withdrawn>,
    /// The mail that embedded mode keeps.
    pub mail_folder: Option<MailFolder>,
    pub settings: PublicSettings,
    /// The tiles' CSP host source.
    pub tile_source: Option<String>,
    /// Where browsers upload to, if not to this site, as a CSP host source.
    pub upload_source: Option<String>,
    pub leptos: LeptosOptions,
    pub static_files: StaticFiles,
    /// Bytes for rendered pages; 0 keeps none.
    pub page_cache_bytes: u64,
    /// Where a CDN tells the visitor's address.
    pub client_address: Option<ToldAddress>,
}

/// See [`HostParts`].
pub struct Host {
    pub platform: Platform,
    pub app: AppContext,
    pub pages: PageCache,
    pub renderer: Renderer,
    pub static_files: StaticFiles,
    pub media: PublicMedia,
    /// Signs and verifies for premium media.
    pub premium: Option<PremiumAccess>,
    pub share: SharePictures,
    /// Renews sessions once where a browser asks several times at once.
    pub refreshing: Refreshing,
    pub mail_folder: Option<MailFolder>,
    pub sitemaps: Arc<Semaphore>,
    pub metrics: Arc<Metrics>,
    pub uploads: Option<UploadServer>,
    pub client_address: Option<ToldAddress>,
}

impl Host {
    /// # Errors
    /// When the fonts of share pictures can't be read.
    pub fn new(parts: HostParts) -> Result<Self, MediaError> {
        let premium = parts
            .signer
            .map(|signer| PremiumAccess::new(signer, &parts.settings.site_url));
        let mut services = parts.services;
        services.premium = services
            .premium
            .signing(premium.clone(), parts.premium_policy);
        let app = AppContext {
            services,
            settings: Arc::new(parts.settings),
        };
        let policy = PagePolicy::new(parts.tile_source).with_uploads(parts.upload_source);
        let media = PublicMedia::new(parts.platform.objects.clone());
        parts.withdrawn.from(&media);
        Ok(Self {
            pages: PageCache::new(parts.page_cache_bytes, parts.versions.clone()),
            renderer: Renderer::new(app.clone(), parts.leptos, policy, parts.versions),
            share: SharePictures::new(
                media.clone(),
                parts.platform.objects.clone(),
                Fonts::embedded()?,
            ),
            refreshing: Refreshing::new(app.services.accounts.clone()),
            mail_folder: parts.mail_folder,
            platform: parts.platform,
            app,
            static_files: parts.static_files,
            media,
            premium,
            uploads: parts.uploads.map(UploadServer::new),
            sitemaps: Arc::new(Semaphore::new(SITEMAPS_AT_A_TIME)),
            metrics: parts.metrics,
            client_address: parts.client_address,
        })
    }

    /// Scheme and host of the site, without a slash at the end.
    pub fn site_url(&self) -> &str {
        &self.app.settings.site_url
    }
}
