//! How a CDN in front tells the visitor's address, from flags.

use super::serve::ServeArguments;
use crate::http::client_address::{EdgeSecret, ToldAddress};
use std::fs;

impl ServeArguments {
    /// What `--client-address-header` and `--edge-secret-file` say.
    ///
    /// # Errors
    /// A line that names the flag when the file can't be read or its word is too short.
    pub fn told_address(&self) -> Result<Option<ToldAddress>, String> {
        let Some(header) = self.client_address_header.clone() else {
            return Ok(None);
        };
        let secret = self.edge_secret_file.as_ref().map(|path| {
            let wrong = |reason: String| format!("--edge-secret-file {}: {reason}", path.display());
            let word = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
            EdgeSecret::new(word.trim()).ok_or_else(|| {
                let shortest = EdgeSecret::SHORTEST;
                wrong(format!("the word needs {shortest} characters or more"))
            })
        });
        Ok(Some(ToldAddress {
            header,
            edge_secret: secret.transpose()?,
        }))
    }
}
