//! What the site shows of its surroundings.

use axum::http::Uri;
use clap::Args;
use durbar_app::settings::{ExchangeRates, PublicSettings};
use jiff::civil::Date;
use std::{path::PathBuf, str::FromStr};

/// Flags for the site.
#[derive(Debug, Args)]
pub struct SiteArguments {
    /// Address under which people reach the site, for canonical links and sitemaps [default: the
    /// address listened on]
    #[arg(long, env = "DURBAR_SITE_URL", value_name = "URL")]
    pub site_url: Option<SiteUrl>,
    /// Folder with the built scripts, styles and fonts
    #[arg(
        long,
        env = "LEPTOS_SITE_ROOT",
        value_name = "DIR",
        default_value = "target/site"
    )]
    pub site_root: PathBuf,
    /// Map tiles, with {z}, {x}, {y} and, if need be, {s} and {r}; 'none' shows outlines only
    #[arg(
        long,
        env = "DURBAR_TILE_URL",
        value_name = "URL",
        default_value = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    )]
    pub tile_url: TileUrl,
    /// Whose tiles they are, as the map says it
    #[arg(
        long,
        env = "DURBAR_TILE_ATTRIBUTION",
        value_name = "TEXT",
        default_value = "© OpenStreetMap contributors"
    )]
    pub tile_attribution: String,
    /// Rupees for one unit of other currencies, as in USD=141.20,INR=1.6; '' offers rupees only
    #[arg(
        long,
        env = "DURBAR_EXCHANGE_RATES",
        value_name = "RATES",
        default_value = "USD=141.20,EUR=163.50,GBP=186.00,AUD=92.40,INR=1.60"
    )]
    pub exchange_rates: Rates,
    /// The day those rates are of
    #[arg(
        long,
        env = "DURBAR_EXCHANGE_RATES_DATE",
        value_name = "DATE",
        default_value = "2026-11-20"
    )]
    pub exchange_rates_date: Date,
    /// The part of visits, from 0 to 1, in which browsers measure how quickly a page comes up and
    /// answers (Core Web Vitals) and tell it without a word of who or where; 0 asks none
    #[arg(
        long,
        env = "DURBAR_WEB_VITALS_SAMPLE",
        value_name = "PART",
        default_value = "0.1"
    )]
    pub web_vitals_sample: Part,
}

impl SiteArguments {
    /// What pages may know; `listening` is the site's address unless another was given.
    pub fn public_settings(&self, listening: &str) -> PublicSettings {
        PublicSettings {
            site_url: self
                .site_url
                .as_ref()
                .map_or(listening, |url| &url.0)
                .to_owned(),
            tile_url: self.tile_url.template.clone(),
            tile_attribution: self.tile_attribution.clone(),
            exchange_rates: ExchangeRates {
                as_of: self.exchange_rates_date,
                rates: self.exchange_rates.0.clone(),
            },
            web_vitals_sample: self.web_vitals_sample.0,
        }
    }
}

/// Scheme and host (and port) of the site, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl(pub String);

impl FromStr for SiteUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected a scheme and a host, as in https://durbar.example";
        origin(text.trim_end_matches('/'))
            .filter(|origin| origin == text.trim_end_matches('/'))
            .map(Self)
            .ok_or(EXPECTED)
    }
}

/// Where tiles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileUrl {
    /// With placeholders; `None`: no tiles.
    pub template: Option<String>,
    /// The same as a CSP host source; a changing sub-domain becomes `*`.
    pub source: Option<String>,
}

impl FromStr for TileUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected 'none' or an address with {z}, {x} and {y}, as in https://tile.example/{z}/{x}/{y}.png";
        if text == "none" {
            return Ok(Self {
                template: None,
                source: None,
            });
        }
        let has_all = ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part));
        // Placeholders can't stand in an address; `*` isn't one either, so a word stands for it.
        let plain = text
            .replace("{s}.", "any-subdomain.")
            .replace(['{', '}'], "");
        let source = origin(&plain)
            .filter(|_| has_all)
            .ok_or(EXPECTED)?
            .replace("://any-subdomain.", "://*.");
        Ok(Self {
            template: Some(text.to_owned()),
            source: Some(source),
        })
    }
}

/// ISO 4217 codes and rupees for one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates(pub Vec<(String, f64)>);

impl FromStr for Rates {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str =
            "expected currency codes with positive rates, as in USD=141.20,INR=1.6";
        let rate = |part: &str| {
            let (code, rate) = part.split_once('=')?;
            let (code, rate) = (code.trim(), rate.trim().parse::<f64>().ok()?);
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            (is_code && rate.is_finite() && rate > 0.0).then(|| (code.to_owned(), rate))
        };
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts
            .map(rate)
            .collect::<Option<Vec<_>>>()
            .map(Self)
            .ok_or(EXPECTED)
    }
}

/// A part of the whole, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part(pub f64);

impl FromStr for Part {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let part = text.parse().ok().filter(|part| (0.0..=1.0).contains(part));
        part.map(Self)
            .ok_or("expected a number from 0 to 1, as in 0.1")
    }
}

/// Scheme and authority of an http or https address without user name.
fn origin(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let is_web = matches!(scheme, "http" | "https");
    let is_host = !authority.host().is_empty() && !authority.as_str().contains('@');
    (is_web && is_host).then(|| format!("{scheme}://{authority}"))
}
