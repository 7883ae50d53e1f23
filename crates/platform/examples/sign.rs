//! Signs and verifies what it is told to, for the comparison with AWS's own signer in
//! `scripts/signer.test.mjs`. Reads a task a line from standard input and writes an answer a
//! line, both JSON:
//!
//! ```text
//! {"key":{"id":"K1","pem":"…"},"policy":{"canned":"https://…","expires":1800000300},"url":"https://…"}
//! {"json":"{\"Statement\":…}","url":"https://…&Signature=…"}
//! {"key":{…},"policy":{"custom":"https://…*","expires":…,"begins":…,"only_from":"203.0.113.0/24"},"cookies":true}
//! {"json":"…","cookies":{"CloudFront-Policy":"…",…}}
//! {"key":{…},"verify":{"url":"https://…","cookies":"CloudFront-Policy=…","address":"203.0.113.7","now":1800000000}}
//! {"refusal":null}
//! ```

use durbar_platform::signer::{AddressRange, EdgeRequest, Policy, Signer, SigningKey};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{error::Error, io, net::IpAddr};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    key: Key,
    policy: Option<PolicyTask>,
    url: Option<String>,
    #[serde(default)]
    cookies: bool,
    verify: Option<VerifyTask>,
}

#[derive(Deserialize)]
struct Key {
    id: String,
    pem: String,
}

/// Times are seconds since 1970.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyTask {
    canned: Option<String>,
    custom: Option<String>,
    expires: i64,
    begins: Option<i64>,
    only_from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerifyTask {
    url: String,
    #[serde(default)]
    cookies: String,
    address: Option<IpAddr>,
    now: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lines() {
        println!("{}", answer(&serde_json::from_str(&line?)?)?);
    }
    Ok(())
}

fn answer(task: &Task) -> Result<Value, Box<dyn Error>> {
    let signer = Signer::new(SigningKey::from_pem(&task.key.id, &task.key.pem)?, None);
    if let Some(verify) = &task.verify {
        let outcome = signer.verify(&EdgeRequest {
            url: &verify.url,
            cookies: &[&verify.cookies],
            address: verify.address,
            now: Timestamp::from_second(verify.now)?,
        });
        return Ok(json!({ "refusal": outcome.err().map(|refusal| refusal.to_string()) }));
    }
    let policy = policy(
        task.policy
            .as_ref()
            .ok_or("a task needs policy or verify")?,
    )?;
    let mut answer = Map::from_iter([("json".to_owned(), policy.to_json().into())]);
    if let Some(url) = &task.url {
        answer.insert("url".to_owned(), signer.signed_url(url, &policy)?.into());
    }
    if task.cookies {
        let cookies = signer.signed_cookies(&policy)?.0.into_iter();
        let cookies = cookies.map(|(name, value)| (name.to_owned(), value.into()));
        answer.insert("cookies".to_owned(), Value::Object(cookies.collect()));
    }
    Ok(answer.into())
}

fn policy(task: &PolicyTask) -> Result<Policy, Box<dyn Error>> {
    let expires = Timestamp::from_second(task.expires)?;
    let policy = match (&task.canned, &task.custom) {
        (Some(url), None) => Policy::canned(url, expires)?,
        (None, Some(resource)) => Policy::custom(resource, expires)?,
        _ => return Err("a policy is either canned or custom".into()),
    };
    let policy = match task.begins {
        Some(begins) => policy.not_before(Timestamp::from_second(begins)?)?,
        None => policy,
    };
    Ok(match &task.only_from {
        Some(range) => policy.only_from(range.parse::<AddressRange>()?),
        None => policy,
    })
}
