//! Where the built site is, as Leptos has to know it.

use crate::{cli::SiteArguments, error::StartError, http::static_files::StaticFiles};
use leptos::config::{Env, LeptosOptions};
use std::{env, path::Path};

/// The name of the built script, style and WASM.
const OUTPUT_NAME: &str = "durbar";
const PKG_FOLDER: &str = "pkg";
const HASH_FILE: &str = "hash.txt";

/// The options Leptos renders with: the variables of cargo-leptos where they are set, what
/// a release build leaves behind where they aren't.
///
/// # Errors
/// [`StartError::Setting`] when hashed names are asked for and the file that says them,
/// which the build puts beside the program, is missing.
pub fn leptos_options(site: &SiteArguments) -> Result<LeptosOptions, StartError> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let hash_file = env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join(HASH_FILE)));
    let has_hashes = hash_file.is_some_and(|file| file.is_file());
    let hash_files = match variable("LEPTOS_HASH_FILES") {
        Some(value) => value == "true",
        None => has_hashes,
    };
    if hash_files && !has_hashes {
        let line = format!(
            "LEPTOS_HASH_FILES is true and {HASH_FILE} is not beside the program: build with cargo-leptos"
        );
        return Err(StartError::Setting(line));
    }
    let output_name = variable("LEPTOS_OUTPUT_NAME").unwrap_or_else(|| OUTPUT_NAME.to_owned());
    let pkg_folder = variable("LEPTOS_SITE_PKG_DIR").unwrap_or_else(|| PKG_FOLDER.to_owned());
    Ok(LeptosOptions::builder()
        .output_name(output_name)
        .site_root(site.site_root.to_string_lossy().into_owned())
        .site_pkg_dir(pkg_folder)
        .env(Env::PROD)
        .hash_files(hash_files)
        .build())
}

/// The site's files.
///
/// # Errors
/// [`StartError::Site`] when a file is there and can't be read.
pub fn static_files(options: &LeptosOptions) -> Result<StaticFiles, StartError> {
    let root = Path::new(options.site_root.as_ref());
    let pkg = format!("/{}/", options.site_pkg_dir);
    let hashed: &[&str] = if options.hash_files { &[&pkg] } else { &[] };
    let files = StaticFiles::load(root, hashed);
    let files = files.map_err(|source| StartError::Site {
        path: root.to_owned(),
        source,
    })?;
    if files.is_empty() {
        tracing::warn!(site_root = %root.display(), "the site is not built: pages have no styles and scripts");
    }
    Ok(files)
}
