//! How members pay.

use clap::Args;
use durbar_platform::payment::KhaltiConfig;
use durbar_services::subscriptions::Payments;
use std::{fs, path::PathBuf};

/// Flags for payments.
#[derive(Debug, Args)]
pub struct PaymentArguments {
    /// File with the merchant's live secret key of Khalti; without one nobody pays by Khalti
    #[arg(long, env = "DURBAR_KHALTI_KEY_FILE", value_name = "FILE")]
    pub khalti_key_file: Option<PathBuf>,
    /// Where Khalti is reached; https://dev.khalti.com/api/v2 for trying out
    #[arg(
        long,
        env = "DURBAR_KHALTI_URL",
        value_name = "URL",
        default_value = "https://khalti.com/api/v2"
    )]
    pub khalti_url: String,
    /// Who is paid by invoice and where, as invoices say it: name, bank and account [default: in
    /// embedded mode a made-up account, else none, and then nobody pays by invoice]
    #[arg(long, env = "DURBAR_INVOICE_PAYEE", value_name = "TEXT")]
    pub invoice_payee: Option<String>,
}

impl PaymentArguments {
    /// The ways to pay of these settings; `otherwise` is paid by invoice where nobody is set.
    ///
    /// # Errors
    /// A line that names the setting that can't be used; never the key.
    pub fn payments(&self, otherwise: Option<&str>) -> Result<Payments, String> {
        let payee = self.invoice_payee.as_deref().or(otherwise);
        let payee = payee.map(str::trim).filter(|payee| !payee.is_empty());
        let khalti = match &self.khalti_key_file {
            None => None,
            Some(path) => {
                let line =
                    |reason: &str| format!("--khalti-key-file: {}: {reason}", path.display());
                let key = fs::read_to_string(path).map_err(|error| line(&error.to_string()))?;
                let key = key.trim();
                if key.is_empty() || !key.chars().all(|c| c.is_ascii_graphic()) {
                    return Err(line("expected one key on one line"));
                }
                Some(KhaltiConfig {
                    base_url: self.khalti_url.clone(),
                    secret_key: key.to_owned(),
                })
            }
        };
        Payments::new(khalti, payee).map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("--khalti-url: {}", cause.unwrap_or(error.to_string()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::purchase::PaymentMethod;

    fn arguments(
        key: Option<&str>,
        url: &str,
        payee: Option<&str>,
    ) -> (PaymentArguments, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("khalti.key");
        if let Some(key) = key {
            fs::write(&path, key).expect("written");
        }
        let arguments = PaymentArguments {
            khalti_key_file: key.map(|_| path),
            khalti_url: url.to_owned(),
            invoice_payee: payee.map(str::to_owned),
        };
        (arguments, folder)
    }

    #[test]
    fn what_is_set_is_offered_and_nothing_else() {
        const LIVE: &str = "https://khalti.com/api/v2";
        let offered = |key, payee, otherwise| {
            let (arguments, _folder) = arguments(key, LIVE, payee);
            arguments.payments(otherwise).expect("payments").methods()
        };
        assert!(offered(None, None, None).is_empty());
        assert_eq!(
            offered(None, None, Some("A bank")),
            [PaymentMethod::Invoice]
        );
        assert_eq!(
            offered(Some("secret\n"), Some(" "), None),
            [PaymentMethod::Khalti]
        );
        let both = offered(Some("secret"), Some("A bank"), None);
        assert_eq!(both, [PaymentMethod::Khalti, PaymentMethod::Invoice]);
    }

    #[test]
    fn a_mistake_names_its_setting_and_never_the_key() {
        for (key, url, named) in [
            ("two words", "https://khalti.com", "--khalti-key-file"),
            ("", "https://khalti.com", "--khalti-key-file"),
            ("hush", "http://khalti.com", "--khalti-url"),
            ("hush", "khalti", "--khalti-url"),
        ] {
            let (arguments, _folder) = arguments(Some(key), url, None);
            let line = arguments.payments(None).expect_err("a mistake");
            assert!(line.contains(named) && !line.contains("hush"), "{line}");
        }
        let (mut missing, folder) = arguments(Some("hush"), "https://khalti.com", None);
        missing.khalti_key_file = Some(folder.path().join("none"));
        let line = missing.payments(None).expect_err("a mistake");
        assert!(line.contains("none"), "{line}");
    }
}
