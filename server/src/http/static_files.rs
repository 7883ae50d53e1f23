//! The built site's files: scripts, WASM, styles, fonts, icons. They are few and small,
//! so they are read once and answered from memory; no request path touches the disk.

use super::{encoded_body::EncodedBody, encoding::Encoding, request_log::Origin};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Files by their path on the site, as in `/fonts/inter-latin.woff2`.
#[derive(Debug, Default)]
pub struct StaticFiles {
    files: HashMap<String, StaticFile>,
}

#[derive(Debug)]
struct StaticFile {
    body: EncodedBody,
    content_type: &'static str,
    cache_control: &'static str,
}

/// For names that change with their content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For what hardly ever changes, under a name that stays.
const STEADY: &str = "public, max-age=86400, stale-while-revalidate=604800";
/// For everything else.
const BRIEF: &str = "public, max-age=3600";
/// Folders of what hardly ever changes.
const STEADY_FOLDERS: [&str; 2] = ["/fonts/", "/vendor/"];

impl StaticFiles {
    /// Reads every file below `root`; `NAME.br` beside `NAME` becomes its Brotli form. A
    /// folder that isn't there is an empty site. Under `hashed_folders` (as in `/pkg/`)
    /// names change with their content, so browsers may keep those for good.
    pub fn load(root: &Path, hashed_folders: &[&str]) -> io::Result<Self> {
        let mut files = Self::default();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound && folder == root => {
                    return Ok(files);
                }
                Err(error) => return Err(error),
            };
            for entry in entries {
                let entry = entry?;
                let path = entry.path();
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if let Some((name, file)) = read(root, &path, hashed_folders)? {
                    files.files.insert(name, file);
                }
            }
        }
        Ok(files)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file at a request's path, if there is one.
    pub fn respond(&self, path: &str, request: &HeaderMap) -> Option<Response<Body>> {
        let file = self.files.get(path)?;
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Origin("static"));
        let headers = response.headers_mut();
        // What was not compressed at build is not worth it: pictures and fonts.
        let encoding = match Encoding::accepted(request) {
            Encoding::Brotli if file.body.has_brotli() => Encoding::Brotli,
            _ => Encoding::Identity,
        };
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(file.cache_control),
        );
        if file.body.has_brotli() {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        let etag =
            HeaderValue::try_from(file.body.etag(encoding)).expect("a digest is visible ASCII");
        headers.insert(header::ETAG, etag);
        if file.body.matches(request) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.content_type),
        );
        if let Some(value) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, value);
        }
        *response.body_mut() = Body::from(file.body.bytes(encoding));
        Some(response)
    }
}

/// The file's path on the site and the file; nothing for one that is not to be served:
/// the compressed form of another, one without a known type, or one with an odd name.
fn read(
    root: &Path,
    path: &Path,
    hashed_folders: &[&str],
) -> io::Result<Option<(String, StaticFile)>> {
    let Some(relative) = path.strip_prefix(root).ok().and_then(Path::to_str) else {
        return Ok(None);
    };
    let Some(content_type) = content_type(path) else {
        return Ok(None);
    };
    let name = format!("/{}", relative.replace('\\', "/"));
    let bytes = Bytes::from(fs::read(path)?);
    let mut packed_path = PathBuf::from(path).into_os_string();
    packed_path.push(".br");
    let body = match fs::read(packed_path) {
        Ok(packed) if packed.len() < bytes.len() => EncodedBody::with_brotli(bytes, packed.into()),
        Ok(_) => EncodedBody::new(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => EncodedBody::new(bytes),
        Err(error) => return Err(error),
    };
    let is_in = |folders: &[&str]| folders.iter().any(|folder| name.starts_with(folder));
    let cache_control = if is_in(hashed_folders) {
        IMMUTABLE
    } else if is_in(&STEADY_FOLDERS) {
        STEADY
    } else {
        BRIEF
    };
    Ok(Some((
        name,
        StaticFile {
            body,
            content_type,
            cache_control,
        },
    )))
}

/// The media type by the extension, for the kinds of files a site has.
fn content_type(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "avif" => "image/avif",
        "css" => "text/css; charset=utf-8",
        "geojson" | "json" => "application/json",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_what_is_there_and_only_that() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("pkg")).expect("a folder");
        fs::write(folder.path().join("secret.txt"), "no").expect("a file");
        fs::write(root.join("pkg/app.1a.js"), "let a = 1;".repeat(50)).expect("a file");
        fs::write(root.join("pkg/app.1a.js.br"), "packed").expect("a file");
        fs::write(root.join("icon.svg"), "<svg/>").expect("a file");
        fs::create_dir_all(root.join("fonts")).expect("a folder");
        fs::write(root.join("fonts/inter.woff2"), "font").expect("a file");
        fs::write(root.join("notes"), "no extension").expect("a file");
        let files = StaticFiles::load(&root, &["/pkg/"]).expect("it loads");
        assert_eq!(files.len(), 3);

        let mut request = HeaderMap::new();
        request.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip, br"),
        );
        let script = files.respond("/pkg/app.1a.js", &request).expect("a file");
        assert_eq!(script.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(
            script.headers()[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        let font = files
            .respond("/fonts/inter.woff2", &request)
            .expect("a file");
        assert_eq!(
            font.headers()[header::CACHE_CONTROL],
            "public, max-age=86400, stale-while-revalidate=604800"
        );
        let icon = files.respond("/icon.svg", &request).expect("a file");
        assert_eq!(
            icon.headers()[header::CACHE_CONTROL],
            "public, max-age=3600"
        );
        assert!(!icon.headers().contains_key(header::CONTENT_ENCODING));
        request.insert(header::IF_NONE_MATCH, icon.headers()[header::ETAG].clone());
        assert_eq!(
            files
                .respond("/icon.svg", &request)
                .expect("a file")
                .status(),
            StatusCode::NOT_MODIFIED
        );
        for path in [
            "/pkg/app.1a.js.br",
            "/../secret.txt",
            "/pkg/../icon.svg",
            "/notes",
            "/",
            "/pkg",
        ] {
            assert!(files.respond(path, &request).is_none(), "{path}");
        }
    }

    #[test]
    fn a_site_that_was_not_built_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(
            StaticFiles::load(&folder.path().join("none"), &[])
                .expect("it loads")
                .is_empty()
        );
    }
}
