//! The keys that sign premium media in embedded mode: made once, kept in the data folder,
//! replaced when they are old. Deleting the file replaces them at the next start.
//!
//! The file holds one or two private keys in PEM, the one that signs first. Its predecessor
//! stays until the next replacement, so that what it signed remains valid.

use super::start;
use crate::{
    DataFolderError, PlatformError,
    signer::{Signer, SigningKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject as _};
use std::{
    fs::{self, File, Permissions},
    io::{self, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
    time::{Duration, SystemTime},
};

/// Age at which a key is replaced.
const REPLACE_AFTER: Duration = Duration::from_secs(90 * 86_400);
/// Only the owner may read or write the file.
const MODE: u32 = 0o600;

/// The keys of a file; made or replaced first when there are none or they are old.
pub(super) fn open(path: &Path, now: SystemTime) -> Result<Signer, PlatformError> {
    let unusable = |source| unusable(path, source);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(path),
        Err(error) => Err(unusable(error)),
        Ok(found) => {
            let made = found.modified().map_err(unusable)?;
            // Somebody may have copied the folder with wider permissions.
            fs::set_permissions(path, Permissions::from_mode(MODE)).map_err(unusable)?;
            let age = now.duration_since(made).unwrap_or_default();
            if age >= REPLACE_AFTER {
                replace(path)
            } else {
                signer(path, &read(path)?)
            }
        }
    }
}

/// Keys of a process that keeps nothing.
pub(super) fn temporary() -> Result<Signer, PlatformError> {
    let (key, _) = SigningKey::generate().map_err(start("signer"))?;
    Ok(Signer::new(key, None))
}

/// Makes a new key that signs from now on; the one that signed so far only verifies.
fn replace(path: &Path) -> Result<Signer, PlatformError> {
    let (_, der) = SigningKey::generate().map_err(start("signer"))?;
    let mut keys = read(path)?;
    keys.insert(0, PrivatePkcs8KeyDer::from(der).into());
    keys.truncate(2);
    write(path, &keys).map_err(|source| unusable(path, source))?;
    signer(path, &keys)
}

fn signer(path: &Path, keys: &[PrivateKeyDer<'static>]) -> Result<Signer, PlatformError> {
    let mut keys = keys.iter().map(SigningKey::from_generated);
    let mut next = || keys.next().transpose().map_err(|_| damaged(path));
    let current = next()?.ok_or_else(|| damaged(path))?;
    Ok(Signer::new(current, next()?))
}

/// The keys in a file; none when it isn't there.
fn read(path: &Path) -> Result<Vec<PrivateKeyDer<'static>>, PlatformError> {
    let pem = match fs::read(path) {
        Ok(pem) => pem,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unusable(path, error)),
    };
    let keys = PrivateKeyDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    keys.ok()
        .filter(|keys| !keys.is_empty())
        .ok_or_else(|| damaged(path))
}

/// Writes the file whole or not at all, and never so that others could read it.
fn write(path: &Path, keys: &[PrivateKeyDer<'static>]) -> io::Result<()> {
    let aside = path.with_extension("new");
    match fs::remove_file(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(MODE)
        .open(&aside)?;
    for key in keys {
        writeln!(file, "-----BEGIN PRIVATE KEY-----")?;
        for line in STANDARD.encode(key.secret_der()).as_bytes().chunks(64) {
            file.write_all(line)?;
            file.write_all(b"\n")?;
        }
        writeln!(file, "-----END PRIVATE KEY-----")?;
    }
    file.sync_all()?;
    fs::rename(aside, path)
}

fn unusable(path: &Path, source: io::Error) -> PlatformError {
    DataFolderError::NotWritable {
        path: path.to_owned(),
        source,
    }
    .into()
}

fn damaged(path: &Path) -> PlatformError {
    DataFolderError::BadKeys {
        path: path.to_owned(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signer::{EdgeRequest, Policy};
    use jiff::Timestamp;

    const URL: &str = "https://durbar.test/premium/x.jpg";
    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn sign(signer: &Signer) -> String {
        let policy = Policy::canned(URL, Timestamp::constant(1_800_000_300, 0)).expect("a policy");
        signer.signed_url(URL, &policy).expect("signed")
    }

    fn is_valid(signer: &Signer, url: &str) -> bool {
        let request = EdgeRequest {
            url,
            cookies: &[],
            address: None,
            now: NOW,
        };
        signer.verify(&request).is_ok()
    }

    fn mode(path: &Path) -> u32 {
        let found = fs::metadata(path).expect("the file");
        found.permissions().mode() & 0o777
    }

    #[test]
    fn keys_survive_a_restart_and_are_for_their_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("premium-keys.pem");
        let url = sign(&open(&path, SystemTime::now()).expect("made"));
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("set");
        let again = open(&path, SystemTime::now()).expect("read");
        assert!(is_valid(&again, &url) && mode(&path) == 0o600);
        assert!(!is_valid(&temporary().expect("made"), &url));
    }

    #[test]
    fn a_replaced_key_verifies_until_the_next_replacement() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("premium-keys.pem");
        let first = open(&path, SystemTime::now()).expect("made");
        let later = SystemTime::now() + REPLACE_AFTER + Duration::from_secs(60);
        let second = open(&path, later).expect("replaced");
        assert_ne!(first.key_pair_id(), second.key_pair_id());
        let (by_first, by_second) = (sign(&first), sign(&second));
        assert!(is_valid(&second, &by_first) && is_valid(&second, &by_second));
        assert!(!is_valid(&first, &by_second));
        // Replaced just now by the file's own clock: the next start leaves them alone.
        let restarted = open(&path, SystemTime::now()).expect("read");
        assert_eq!(restarted.key_pair_id(), second.key_pair_id());
        assert!(is_valid(&restarted, &by_first));

        let third = replace(&path).expect("replaced");
        assert!(!is_valid(&third, &by_first) && is_valid(&third, &by_second));
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_damaged_file_stops_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("premium-keys.pem");
        fs::write(&path, "no key").expect("written");
        let error = open(&path, SystemTime::now()).expect_err("a damaged file");
        assert!(error.to_string().contains("premium-keys.pem"), "{error}");
        assert_eq!(fs::read(&path).expect("still there"), b"no key");
    }
}
