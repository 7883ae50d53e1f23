//! Who keeps identities in AWS mode: an Amazon Cognito user pool.

use super::{Mode, SiteUrl};
use clap::Args;
use durbar_domain::account::SocialProvider;
use durbar_platform::identity::cognito::{CognitoSettings, HostedUi};
use std::{fs, path::PathBuf};

/// Flags for the user pool.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "AWS mode")]
pub struct IdentityArguments {
    /// User pool that keeps identities, as in ap-south-1_AbCdEfGhI
    #[arg(long, env = "DURBAR_USER_POOL_ID", value_name = "ID")]
    pub user_pool_id: Option<String>,
    /// App client of the user pool
    #[arg(long, env = "DURBAR_USER_POOL_CLIENT_ID", value_name = "ID")]
    pub user_pool_client_id: Option<String>,
    /// File with the app client's secret [default: asked of the user pool, with the right to
    /// cognito-idp:DescribeUserPoolClient]
    #[arg(long, env = "DURBAR_USER_POOL_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub user_pool_client_secret_file: Option<PathBuf>,
    /// Another address for Cognito, on this machine, for tests against an emulator
    #[arg(long, env = "DURBAR_USER_POOL_ENDPOINT", value_name = "URL")]
    pub user_pool_endpoint: Option<SiteUrl>,
    /// Address of the user pool's hosted pages, for signing in through other providers
    #[arg(long, env = "DURBAR_HOSTED_UI", value_name = "URL")]
    pub hosted_ui: Option<SiteUrl>,
    /// Other providers that the user pool has, as in google,apple,facebook
    #[arg(
        long,
        env = "DURBAR_SOCIAL_PROVIDERS",
        value_name = "NAMES",
        value_delimiter = ','
    )]
    pub social_providers: Vec<SocialProvider>,
}

impl IdentityArguments {
    /// The user pool of AWS mode; `None` in embedded mode, which keeps identities itself.
    /// `callback` is where people come back to from other providers.
    ///
    /// # Errors
    /// A line that names the flag that is missing or wrong.
    pub fn settings(
        &self,
        mode: Mode,
        callback: String,
    ) -> Result<Option<CognitoSettings>, String> {
        if mode == Mode::Embedded {
            return match &self.user_pool_id {
                None => Ok(None),
                Some(_) => Err("--user-pool-id needs --mode aws".to_owned()),
            };
        }
        let needed = |value: &Option<String>, flag: &str, variable: &str| {
            let value = value.clone().filter(|it| !it.trim().is_empty());
            value.ok_or_else(|| format!("--mode aws needs {flag} (or {variable})"))
        };
        let pool = needed(&self.user_pool_id, "--user-pool-id", "DURBAR_USER_POOL_ID")?;
        let client = needed(
            &self.user_pool_client_id,
            "--user-pool-client-id",
            "DURBAR_USER_POOL_CLIENT_ID",
        )?;
        let settings = CognitoSettings::in_aws(&pool, &client, self.secret()?);
        let mut settings = settings.map_err(|expected| format!("--user-pool-id: {expected}"))?;
        settings.hosted_ui = self.hosted(callback)?;
        Ok(Some(match self.endpoint()? {
            Some(endpoint) => settings.at(endpoint),
            None => settings,
        }))
    }

    /// Whoever answers for Cognito decides who anybody is, so that must be nobody elsewhere.
    fn endpoint(&self) -> Result<Option<String>, String> {
        let Some(SiteUrl(url)) = &self.user_pool_endpoint else {
            return Ok(None);
        };
        let is_here = ["http://127.0.0.1:", "http://localhost:"]
            .iter()
            .filter_map(|start| url.strip_prefix(start))
            .any(|port| port.parse::<u16>().is_ok());
        match is_here {
            true => Ok(Some(url.clone())),
            false => Err("--user-pool-endpoint: expected an address on this machine, as in http://127.0.0.1:4566".to_owned()),
        }
    }

    fn secret(&self) -> Result<Option<String>, String> {
        let Some(path) = &self.user_pool_client_secret_file else {
            return Ok(None);
        };
        let line = |reason: String| {
            format!(
                "--user-pool-client-secret-file: {}: {reason}",
                path.display()
            )
        };
        let text = fs::read_to_string(path).map_err(|error| line(error.to_string()))?;
        match text.trim() {
            "" => Err(line("it is empty".to_owned())),
            secret => Ok(Some(secret.to_owned())),
        }
    }

    fn hosted(&self, callback: String) -> Result<Option<HostedUi>, String> {
        let mut providers = self.social_providers.clone();
        providers.dedup();
        match &self.hosted_ui {
            None if providers.is_empty() => Ok(None),
            None => Err("--social-providers needs --hosted-ui (or DURBAR_HOSTED_UI)".to_owned()),
            Some(url) if !url.0.starts_with("https://") => {
                Err("--hosted-ui: expected an https address".to_owned())
            }
            Some(url) => Ok(Some(HostedUi {
                address: url.0.clone(),
                callback,
                providers,
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments() -> IdentityArguments {
        IdentityArguments {
            user_pool_id: Some("ap-south-1_AbCdEfGhI".to_owned()),
            user_pool_client_id: Some("client".to_owned()),
            ..IdentityArguments::default()
        }
    }

    fn refusal(arguments: &IdentityArguments, mode: Mode) -> String {
        let settings = arguments.settings(mode, "https://durbar.example/back".to_owned());
        settings.expect_err("a mistake")
    }

    #[test]
    fn an_emulator_is_on_this_machine() {
        let at = |url: &str| IdentityArguments {
            user_pool_endpoint: Some(SiteUrl(url.to_owned())),
            ..arguments()
        };
        let settings = at("http://127.0.0.1:4566").settings(Mode::Aws, String::new());
        let settings = settings.expect("settings").expect("a pool");
        assert_eq!(settings.endpoint.as_deref(), Some("http://127.0.0.1:4566"));
        for url in [
            "https://cognito.example",
            "http://127.0.0.1:1@cognito.example",
            "http://localhost:99999",
        ] {
            let refused = refusal(&at(url), Mode::Aws);
            assert!(refused.starts_with("--user-pool-endpoint: "), "{refused}");
        }
    }

    #[test]
    fn aws_mode_believes_the_pool_in_aws_alone() {
        let settings = arguments().settings(Mode::Aws, String::new());
        let settings = settings.expect("complete").expect("a pool");
        assert_eq!(
            settings.issuer,
            "https://cognito-idp.ap-south-1.amazonaws.com/ap-south-1_AbCdEfGhI"
        );
        assert!(settings.hosted_ui.is_none());
        let mut local = arguments();
        local.user_pool_id = Some("local_5V3HPtK2".to_owned());
        assert!(refusal(&local, Mode::Aws).contains("--user-pool-id"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let none = IdentityArguments::default();
        assert!(refusal(&none, Mode::Aws).contains("DURBAR_USER_POOL_ID"));
        assert!(none.settings(Mode::Embedded, String::new()).is_ok());
        assert!(refusal(&arguments(), Mode::Embedded).contains("--mode aws"));
        let mut social = arguments();
        social.social_providers = vec![SocialProvider::Google];
        assert!(refusal(&social, Mode::Aws).contains("DURBAR_HOSTED_UI"));
        social.hosted_ui = Some(SiteUrl("http://auth.durbar.example".to_owned()));
        assert!(refusal(&social, Mode::Aws).contains("https"));
        let mut secret = arguments();
        secret.user_pool_client_secret_file = Some("/no/such/file".into());
        assert!(refusal(&secret, Mode::Aws).contains("/no/such/file"));
    }
}
