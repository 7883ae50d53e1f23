//! `seed/brokers.toml`.

use super::{
    SeedError,
    files::{Checks, read_toml},
    identity::{moment, random_bits, unix_ms},
};
use durbar_domain::{
    BrokerId, EventId, Neighbourhood,
    broker::{Broker, License, LicenseTier, Verification},
    error::Problem,
    slug::Slug,
    text::{Localized, Name, Story},
};
use enumset::EnumSet;
use jiff::{Timestamp, ToSpan, civil::date};
use serde::Deserialize;
use std::{collections::HashMap, path::Path};

const FILE: &str = "brokers.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    broker: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    key: String,
    name: Localized<String>,
    agency: Localized<String>,
    license_number: String,
    license_tier: LicenseTier,
    license_expires: jiff::civil::Date,
    /// Whether the licence was compared with its papers.
    #[serde(default)]
    license_verified: bool,
    languages: Vec<String>,
    neighbourhoods: EnumSet<Neighbourhood>,
    phone: String,
    email: String,
    since_year: u16,
    biography: Localized<String>,
}

/// Reads the brokers; gives them back in the file's order, and their identifiers by key.
pub(super) fn read(seed: &Path) -> Result<(Vec<Broker>, HashMap<String, BrokerId>), SeedError> {
    let file: File = read_toml(seed, FILE)?;
    let mut brokers = Vec::new();
    let mut ids = HashMap::new();
    for (position, raw) in file.broker.iter().enumerate() {
        let broker = build(raw, position)?;
        if ids.insert(raw.key.clone(), broker.broker_id).is_some() {
            return Err(SeedError::Duplicate {
                file: FILE.to_owned(),
                key: raw.key.clone(),
            });
        }
        brokers.push(broker);
    }
    Ok((brokers, ids))
}

/// The demo market's verifications have no entry in the audit trail: nobody made them.
fn license(raw: &Raw, at: Timestamp) -> License {
    let verified = raw.license_verified.then(|| Verification {
        audit_id: EventId::from_parts(unix_ms(at), random_bits("license", &raw.key)),
        at,
        until: raw.license_expires,
    });
    License {
        verified,
        ..License::unverified(&raw.license_number, raw.license_tier, raw.license_expires)
    }
}

fn build(raw: &Raw, position: usize) -> Result<Broker, SeedError> {
    let checks = Checks::new(FILE, format!("{}.", raw.key));
    let name = |field: &str, text: &Localized<String>| -> Result<Localized<Name>, SeedError> {
        let both = [("en", &text.en), ("ne", &text.ne)];
        let [en, ne] = both.map(|(language, text)| {
            checks.field(&format!("{field}.{language}"), |f| Name::parse(f, text))
        });
        Ok(Localized { en: en?, ne: ne? })
    };
    let name_of_broker = name("name", &raw.name)?;
    let phone = raw.phone.replace('-', "");
    let digits = phone.strip_prefix('+').unwrap_or("");
    if !((8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())) {
        return Err(checks.refuse(
            "phone",
            Problem::Malformed {
                expected: "+ and 8 to 15 digits".to_owned(),
            },
        ));
    }
    if raw
        .email
        .split_once('@')
        .is_none_or(|(user, host)| user.is_empty() || !host.contains('.'))
    {
        return Err(checks.refuse(
            "email",
            Problem::Malformed {
                expected: "user@host.tld".to_owned(),
            },
        ));
    }
    checks.within("since_year", raw.since_year, 1950, 2100)?;
    let biography = Localized {
        en: checks.field("biography.en", |f| Story::parse(f, &raw.biography.en))?,
        ne: checks.field("biography.ne", |f| Story::parse(f, &raw.biography.ne))?,
    };
    // They joined one after another, in the file's order.
    let first_day = date(2025, 10, 1);
    let day = first_day.saturating_add(i64::try_from(position).unwrap_or(0).days());
    let created_at = moment(day, &raw.key);
    Ok(Broker {
        broker_id: BrokerId::from_parts(unix_ms(created_at), random_bits("broker", &raw.key)),
        version: 1,
        slug: Slug::from_title(name_of_broker.en.as_str()),
        name: name_of_broker,
        agency: name("agency", &raw.agency)?,
        agency_id: None,
        license: license(raw, created_at),
        languages: raw.languages.clone(),
        neighbourhoods: raw.neighbourhoods,
        phone,
        email: raw.email.clone(),
        since_year: raw.since_year,
        biography,
        created_at,
        modified_at: created_at,
    })
}
