//! Looking for harmful content, by ClamAV's daemon over TCP: its command `INSTREAM`, as
//! `man clamd` describes it. Bytes are handed on as they come and are never held whole.

use crate::PlatformError;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use std::{io, pin::pin, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long the daemon may take to take a piece, or to answer once it has all.
const PATIENCE: Duration = Duration::from_secs(120);
/// Longest answer that is read.
const ANSWER: u64 = 4_096;

/// The daemon at an address. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: String,
}

/// What the daemon found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// By the name that ClamAV has for it.
    Harmful(String),
    /// The file is larger than the daemon is set to take (`StreamMaxLength`).
    TooLarge,
}

impl Clamd {
    /// At `host:port`; nothing is asked yet.
    pub fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
        }
    }

    /// Whether the daemon answers.
    ///
    /// # Errors
    /// A retryable [`PlatformError::Service`].
    pub async fn check(&self) -> Result<(), PlatformError> {
        let answer = self.ask(futures::stream::empty(), b"zPING\0").await?;
        match answer.as_str() {
            "PONG" => Ok(()),
            other => Err(failed(io::Error::other(other.to_owned()))),
        }
    }

    /// Has the daemon look through bytes.
    ///
    /// # Errors
    /// A retryable [`PlatformError::Service`] when it doesn't answer, or not in a way that is
    /// known; what the bytes fail with.
    pub async fn scan(
        &self,
        bytes: impl Stream<Item = Result<Bytes, PlatformError>> + Send,
    ) -> Result<Verdict, PlatformError> {
        let answer = self.ask(bytes, b"zINSTREAM\0").await?;
        if answer.ends_with("OK") {
            return Ok(Verdict::Clean);
        }
        if let Some(found) = answer.strip_suffix(" FOUND") {
            let name = found.split_once(": ").map_or(found, |(_, name)| name);
            return Ok(Verdict::Harmful(name.to_owned()));
        }
        if answer.contains("size limit exceeded") {
            return Ok(Verdict::TooLarge);
        }
        Err(failed(io::Error::other(answer)))
    }

    async fn ask(
        &self,
        bytes: impl Stream<Item = Result<Bytes, PlatformError>> + Send,
        command: &[u8],
    ) -> Result<String, PlatformError> {
        let mut socket = within(TcpStream::connect(&self.address)).await?;
        within(socket.write_all(command)).await?;
        if command != b"zPING\0" {
            let mut bytes = pin!(bytes);
            while let Some(piece) = bytes.next().await {
                let piece = piece?;
                let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
                if length == 0 {
                    continue;
                }
                // A daemon that has seen enough closes its side and has answered already.
                let sent = async {
                    socket.write_all(&length.to_be_bytes()).await?;
                    socket.write_all(&piece).await
                };
                if within(sent).await.is_err() {
                    return answer(&mut socket).await;
                }
            }
            if within(socket.write_all(&[0; 4])).await.is_err() {
                return answer(&mut socket).await;
            }
        }
        answer(&mut socket).await
    }
}

async fn answer(socket: &mut TcpStream) -> Result<String, PlatformError> {
    let mut answer = Vec::new();
    within(socket.take(ANSWER).read_to_end(&mut answer)).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.trim_end_matches(['\0', '\n']).trim().to_owned())
}

async fn within<T>(work: impl Future<Output = io::Result<T>>) -> Result<T, PlatformError> {
    match timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(failed),
        Err(_) => Err(failed(io::ErrorKind::TimedOut.into())),
    }
}

fn failed(source: io::Error) -> PlatformError {
    PlatformError::Service {
        operation: "asking clamd",
        retryable: true,
        source: Box::new(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream;
    use tokio::net::TcpListener;

    /// A daemon that behaves as clamd's manual says: it takes pieces until an empty one, and
    /// refuses more than `limit` bytes.
    async fn daemon(limit: usize) -> Clamd {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut command = [0; 10];
                socket
                    .read_exact(&mut command[..6])
                    .await
                    .expect("a command");
                if &command[..6] == b"zPING\0" {
                    socket.write_all(b"PONG\0").await.expect("sent");
                    continue;
                }
                socket
                    .read_exact(&mut command[6..])
                    .await
                    .expect("a command");
                assert_eq!(&command, b"zINSTREAM\0");
                let mut held = Vec::new();
                let answer: &[u8] = loop {
                    let length = socket.read_u32().await.expect("a length") as usize;
                    if length == 0 && held.windows(5).any(|it| it == b"EICAR") {
                        break b"stream: Win.Test.EICAR_HDB-1 FOUND\0";
                    }
                    if length == 0 {
                        break b"stream: OK\0";
                    }
                    let start = held.len();
                    held.resize(start + length, 0);
                    socket
                        .read_exact(&mut held[start..])
                        .await
                        .expect("a piece");
                    if held.len() > limit {
                        break b"INSTREAM size limit exceeded. ERROR\0";
                    }
                };
                socket.write_all(answer).await.expect("sent");
                socket.shutdown().await.expect("closed");
                // To the end, or the answer would be lost with the connection.
                let _ = tokio::io::copy(&mut socket, &mut tokio::io::sink()).await;
            }
        });
        Clamd::new(address)
    }

    async fn scan(clamd: &Clamd, pieces: &[&'static [u8]]) -> Verdict {
        let pieces = pieces.iter().map(|piece| Ok(Bytes::from_static(piece)));
        clamd.scan(stream::iter(pieces)).await.expect("a verdict")
    }

    #[tokio::test]
    async fn the_daemon_is_told_everything_and_understood() {
        let clamd = daemon(100).await;
        clamd.check().await.expect("it answers");
        assert_eq!(
            scan(&clamd, &[b"a picture", b"", b" in pieces"]).await,
            Verdict::Clean
        );
        let found = scan(&clamd, &[b"X5O!P%EI", b"CAR-STANDARD"]).await;
        assert_eq!(found, Verdict::Harmful("Win.Test.EICAR_HDB-1".to_owned()));
        assert_eq!(scan(&clamd, &[&[7; 101]]).await, Verdict::TooLarge);
    }

    #[tokio::test]
    async fn without_a_daemon_it_can_be_tried_again() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        drop(listener);
        let error = Clamd::new(address).check().await.expect_err("nobody there");
        assert!(error.is_retryable());
    }
}
