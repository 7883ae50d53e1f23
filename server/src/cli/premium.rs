//! Premium media: keys that sign them, and what is done against their being passed on.

use clap::{Args, builder::NonEmptyStringValueParser};
use durbar_platform::{
    aws,
    signer::{KeySecret, Signer, SigningKey},
};
use durbar_services::premium::PremiumPolicy;
use std::{fs, path::PathBuf, str::FromStr};

/// Of each flag, since one set for all would go on to the flags behind them.
const HEADING: &str = "Premium media";

/// Flags for premium media.
#[derive(Debug, Clone, Default, Args)]
pub struct PremiumArguments {
    /// Keys that sign premium media, as in K2JCJMDEHXQW5F=key.pem: the first signs, a second one
    /// still verifies. Private keys in PEM, RSA of 2048 bits or P-256 [default: in embedded mode
    /// keys of the data folder, else none]
    #[arg(
        long,
        env = "DURBAR_PREMIUM_KEYS",
        help_heading = HEADING,
        value_name = "ID=FILE",
        value_delimiter = ','
    )]
    pub premium_keys: Vec<PremiumKey>,
    /// Name or ARN of a secret in AWS Secrets Manager with these keys instead: the version
    /// AWSCURRENT signs, AWSPREVIOUS, if there is one, still verifies. Each is JSON with "key_id"
    /// and "private_key", in PEM. Read at the start and every five minutes, so that a rotation
    /// needs no restart; CloudFront must know the new key before the secret has it
    #[arg(
        long,
        env = "DURBAR_PREMIUM_KEY_SECRET",
        help_heading = HEADING,
        value_name = "SECRET",
        conflicts_with = "premium_keys",
        value_parser = NonEmptyStringValueParser::new()
    )]
    pub premium_key_secret: Option<String>,
    /// Let the cookies that open premium media work from the address alone that asked for them,
    /// where it is one of IPv4; CloudFront binds to no address of IPv6. Off by default: mobile
    /// networks change a telephone's address, and with IPv6 beside IPv4 a browser may take either,
    /// so the site's name should have no AAAA record. Behind a CDN it needs --client-address-header
    #[arg(long, env = "DURBAR_PREMIUM_BIND_ADDRESS", help_heading = HEADING)]
    pub premium_bind_address: bool,
    /// Show premium pictures and panoramas with a faint reference of the account that sees them
    /// repeated over them. The page puts it on: it is in photographs and captures of the screen,
    /// not in the files. The page of a member in the administration tells whose it is
    #[arg(long, env = "DURBAR_PREMIUM_WATERMARK", help_heading = HEADING)]
    pub premium_watermark: bool,
}

/// Keys, and where they come from if they are to be read anew.
#[derive(Debug, Default)]
pub struct PremiumKeys {
    pub signer: Option<Signer>,
    pub secret: Option<KeySecret>,
}

impl PremiumArguments {
    /// What is done against premium media being passed on.
    pub fn policy(&self) -> PremiumPolicy {
        PremiumPolicy {
            bind_address: self.premium_bind_address,
            watermark: self.premium_watermark,
        }
    }

    /// The keys of the files or of the secret, which is looked for in this region.
    ///
    /// # Errors
    /// A line that names the setting, and the file or the secret that can't be used.
    pub async fn keys(&self, region: Option<String>) -> Result<PremiumKeys, String> {
        let Some(name) = &self.premium_key_secret else {
            return Ok(PremiumKeys {
                signer: PremiumKey::signer(&self.premium_keys)?,
                secret: None,
            });
        };
        let secret = aws::key_secret(name, region).await;
        let signer = secret.read().await;
        let signer = signer.map_err(|error| format!("--premium-key-secret {name}: {error}"))?;
        Ok(PremiumKeys {
            signer: Some(signer),
            secret: Some(secret),
        })
    }
}

/// A key pair's name and the file with its private key, as in `K2JCJMDEHXQW5F=/run/key.pem`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PremiumKey {
    pub id: String,
    pub path: PathBuf,
}

impl FromStr for PremiumKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('=');
        let parts = parts.filter(|(id, path)| !id.is_empty() && !path.is_empty());
        let (id, path) = parts.ok_or("expected a name and a file, as in K2JCJMDEHXQW5F=key.pem")?;
        Ok(Self {
            id: id.to_owned(),
            path: path.into(),
        })
    }
}

impl PremiumKey {
    /// The first key signs, a second one only verifies. `None` without any.
    fn signer(keys: &[Self]) -> Result<Option<Signer>, String> {
        let (current, previous) = match keys {
            [] => return Ok(None),
            [current] => (current.read()?, None),
            [current, previous] => (current.read()?, Some(previous.read()?)),
            _ => return Err("--premium-keys takes two keys at most".to_owned()),
        };
        Ok(Some(Signer::new(current, previous)))
    }

    fn read(&self) -> Result<SigningKey, String> {
        let line = |reason: String| format!("--premium-keys: {}: {reason}", self.path.display());
        let pem = fs::read_to_string(&self.path).map_err(|error| line(error.to_string()))?;
        SigningKey::from_pem(&self.id, &pem).map_err(|error| line(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_holds_no_key_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pem");
        let key = |id: &str| -> PremiumKey {
            let text = format!("{id}={}", path.display());
            text.parse().expect("a name and a file")
        };
        let refusal = |keys: &[PremiumKey]| PremiumKey::signer(keys).expect_err("a mistake");
        assert!(refusal(&[key("K1")]).contains("key.pem"));
        fs::write(&path, "no key").expect("written");
        let line = refusal(&[key("K1")]);
        assert!(line.contains("key.pem") && line.contains("PEM"), "{line}");
        assert!(refusal(&[key("K1"), key("K2"), key("K3")]).contains("two keys"));
        assert!(PremiumKey::signer(&[]).is_ok_and(|none| none.is_none()));
        for bad in ["", "K1", "=key.pem", "K1="] {
            assert!(bad.parse::<PremiumKey>().is_err(), "{bad}");
        }
    }
}
