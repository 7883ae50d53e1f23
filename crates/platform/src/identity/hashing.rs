//! Hashing passwords: argon2id, a bounded number at a time.

use crate::{PlatformError, identity::IdentityError};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
};
use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// So many are hashed at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;
/// How long a password waits for its turn.
const WAIT: Duration = Duration::from_secs(10);
/// No password chosen here is longer: 128 characters of at most 4 bytes.
const LONGEST: usize = 512;

/// How hard hashing a password is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashingCost {
    memory_kib: u32,
    passes: u32,
}

impl HashingCost {
    /// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
    pub const RECOMMENDED: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };
    /// The least argon2 takes: for tests alone.
    pub const FOR_TESTS: Self = Self {
        memory_kib: 8,
        passes: 1,
    };
}

/// Hashes passwords and compares them. Cheap to clone; clones share their turns.
#[derive(Clone)]
pub(super) struct Hasher {
    inner: Arc<Inner>,
}

struct Inner {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    /// The hash of a password nobody has, for addresses without an account.
    nobody: OnceLock<String>,
    runs: AtomicU64,
}

impl Hasher {
    pub fn new(cost: HashingCost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None)
            .expect("the costs of this module are in argon2's range");
        Self {
            inner: Arc::new(Inner {
                argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
                turns: Arc::new(Semaphore::new(AT_ONCE)),
                nobody: OnceLock::new(),
                runs: AtomicU64::new(0),
            }),
        }
    }

    /// The hash of a password, in the PHC string format with a salt of its own.
    pub async fn hash(&self, password: &str) -> Result<String, IdentityError> {
        let password = password.to_owned();
        self.in_turn(move |inner| inner.hash(password.as_bytes()))
            .await?
    }

    /// Whether a password is the one of a hash. Without a hash the answer is no, after as
    /// much work.
    pub async fn verify(
        &self,
        password: &str,
        hash: Option<String>,
    ) -> Result<bool, IdentityError> {
        // What can't be anybody's password is not worth more work than a password is.
        let mut end = password.len().min(LONGEST);
        while !password.is_char_boundary(end) {
            end -= 1;
        }
        let whole = end == password.len();
        let password = password[..end].to_owned();
        let is_it = self
            .in_turn(move |inner| inner.verify(password.as_bytes(), hash.as_deref()))
            .await??;
        Ok(is_it && whole)
    }

    /// How often a password was hashed or compared.
    #[cfg(test)]
    pub fn runs(&self) -> u64 {
        self.inner.runs.load(Ordering::SeqCst)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        let inner = Arc::clone(&self.inner);
        let turns = Arc::clone(&inner.turns);
        let turn = tokio::time::timeout(WAIT, turns.acquire_owned()).await;
        let turn = turn
            .map_err(|_| IdentityError::Busy)?
            .expect("the turns are never closed");
        inner.runs.fetch_add(1, Ordering::SeqCst);
        // Work once begun goes on when whoever asked has gone, and so its turn goes with it.
        tokio::task::spawn_blocking(move || {
            let outcome = work(&inner);
            drop(turn);
            outcome
        })
        .await
        .map_err(|source| failed(source.into()))
    }
}

impl Inner {
    fn hash(&self, password: &[u8]) -> Result<String, IdentityError> {
        let hash = self.argon2.hash_password(password);
        Ok(hash
            .map_err(|error| failed(error.to_string().into()))?
            .to_string())
    }

    fn verify(&self, password: &[u8], hash: Option<&str>) -> Result<bool, IdentityError> {
        let hash = match hash {
            Some(hash) => hash,
            None => match self.nobody.get() {
                Some(hash) => hash,
                None => {
                    let random = crate::secret::random::<32>();
                    let hash = self.hash(&random)?;
                    self.nobody.get_or_init(|| hash)
                }
            },
        };
        let hash = PasswordHash::new(hash)
            .map_err(|error| PlatformError::corrupt("a password's hash", error))?;
        Ok(self.argon2.verify_password(password, &hash).is_ok())
    }
}

fn failed(source: crate::error::Source) -> IdentityError {
    IdentityError::Unavailable(PlatformError::Service {
        operation: "hashing a password",
        retryable: false,
        source,
    })
}

impl fmt::Debug for Hasher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Hasher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_its_own_and_no_other() {
        let hasher = Hasher::new(HashingCost::FOR_TESTS);
        let hash = hasher.hash("four quiet marigolds").await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let again = hasher.hash("four quiet marigolds").await.expect("hashed");
        assert_ne!(hash, again, "each has its salt");
        let is = async |text: &str| {
            hasher
                .verify(text, Some(hash.clone()))
                .await
                .expect("compared")
        };
        assert!(is("four quiet marigolds").await);
        assert!(!is("four quiet marigold").await);
        assert!(!hasher.verify("x", None).await.expect("compared"));
    }

    #[tokio::test]
    async fn a_password_is_compared_whole_and_endless_ones_cost_no_more() {
        let hasher = Hasher::new(HashingCost::FOR_TESTS);
        let longest = "प".repeat(128);
        let hash = hasher.hash(&longest).await.expect("hashed");
        assert!(hasher.verify(&longest, Some(hash)).await.expect("compared"));
        let cut = "a".repeat(LONGEST);
        let hash = hasher.hash(&cut).await.expect("hashed");
        let longer = "a".repeat(LONGEST + 1);
        assert!(!hasher.verify(&longer, Some(hash)).await.expect("compared"));
    }

    #[tokio::test]
    async fn who_hangs_up_frees_no_turn_before_the_work_has_ended() {
        let hasher = Hasher::new(HashingCost::FOR_TESTS);
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let mut asked = Box::pin(hasher.in_turn(move |_| wait.recv()));
        assert!(futures::poll!(&mut asked).is_pending());
        drop(asked);
        assert_eq!(hasher.inner.turns.available_permits(), AT_ONCE - 1);
        go_on.send(()).expect("the work goes on");
        let all = u32::try_from(AT_ONCE).expect("a few");
        let all = hasher.inner.turns.acquire_many(all).await;
        drop(all.expect("the turn came back"));
    }

    #[test]
    fn the_recommended_cost_is_the_one_recommended() {
        let hasher = Hasher::new(HashingCost::RECOMMENDED);
        let hash = hasher.inner.hash(b"four quiet marigolds").expect("hashed");
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }
}
