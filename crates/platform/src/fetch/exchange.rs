//! One request: to the place that was looked at, over TLS in the name of the host.

use super::FetchError;
use crate::error::Source;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::{
    Request,
    body::Incoming,
    client::conn::http1,
    header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, HOST, LOCATION, USER_AGENT},
};
use hyper_rustls::ConfigBuilderExt as _;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_rustls::TlsConnector;
use url::{Host, Position, Url};

/// How long it may take until a connection stands.
const CONNECTED_WITHIN: Duration = Duration::from_secs(10);
/// How long an answer may let wait for itself.
const ANSWERED_WITHIN: Duration = Duration::from_secs(20);
/// How long it may pause between two pieces of a file.
const PIECE_WITHIN: Duration = Duration::from_secs(20);

/// A connection, whatever it runs over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// What came back.
pub(super) enum Answer {
    File(Body),
    /// The file is said to be at another address.
    Elsewhere(String),
}

/// The bytes of a file, as they arrive.
pub(super) struct Body {
    incoming: Incoming,
    /// Bytes that were announced; nothing but a hint.
    announced: Option<u64>,
    /// What reads the connection; it ends with the body.
    _connection: Connection,
}

struct Connection(JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What hosts are believed by: the authorities that this machine knows.
pub(super) fn tls() -> Result<Arc<ClientConfig>, Source> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_native_roots()?
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Connects to a place; over TLS the certificate has to be the host's.
pub(super) async fn connect(
    address: &Url,
    place: SocketAddr,
    tls: impl FnOnce() -> Result<Arc<ClientConfig>, FetchError>,
) -> Result<Box<dyn Stream>, FetchError> {
    let connecting = async {
        let stream = TcpStream::connect(place).await;
        let stream = stream.map_err(FetchError::unreachable)?;
        if address.scheme() != "https" {
            return Ok(Box::new(stream) as Box<dyn Stream>);
        }
        let name = match address.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()),
            _ => Ok(ServerName::IpAddress(place.ip().into())),
        };
        let name = name.map_err(|_| FetchError::Refused("it names no host"))?;
        let stream = TlsConnector::from(tls()?).connect(name, stream).await;
        Ok(Box::new(stream.map_err(FetchError::unreachable)?) as Box<dyn Stream>)
    };
    let connected = tokio::time::timeout(CONNECTED_WITHIN, connecting).await;
    connected.map_err(FetchError::unreachable)?
}

/// Asks for a file.
pub(super) async fn get(address: &Url, stream: Box<dyn Stream>) -> Result<Answer, FetchError> {
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(FetchError::unreachable)?;
    let connection = Connection(tokio::spawn(async move {
        // What went wrong is told where the answer is read.
        let _ = connection.await;
    }));
    let request = Request::get(&address[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &address[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, "Durbar (import of homes)")
        .header(ACCEPT, "image/*, video/*, application/pdf, */*;q=0.1")
        .header(ACCEPT_ENCODING, "identity")
        .body(Empty::<Bytes>::new())
        .map_err(FetchError::unreachable)?;
    let answered = tokio::time::timeout(ANSWERED_WITHIN, sender.send_request(request)).await;
    let answer = answered.map_err(FetchError::unreachable)?;
    let answer = answer.map_err(FetchError::unreachable)?;
    let text = |name| answer.headers().get(name)?.to_str().ok();
    match answer.status().as_u16() {
        200 => Ok(Answer::File(Body {
            announced: text(CONTENT_LENGTH).and_then(|text| text.parse().ok()),
            incoming: answer.into_body(),
            _connection: connection,
        })),
        status @ (301 | 302 | 303 | 307 | 308) => {
            let location = text(LOCATION).map(str::to_owned);
            let location = location.ok_or(FetchError::Answer(status))?;
            Ok(Answer::Elsewhere(location))
        }
        status => Err(FetchError::Answer(status)),
    }
}

/// Writes a file down as it arrives, and stops where it is larger than it may be.
pub(super) async fn save(mut body: Body, most: u64, into: &Path) -> Result<u64, FetchError> {
    if body.announced.is_some_and(|announced| announced > most) {
        return Err(FetchError::TooLarge(most));
    }
    let mut file = File::create(into).await.map_err(FetchError::Disk)?;
    let mut bytes = 0;
    loop {
        let next = tokio::time::timeout(PIECE_WITHIN, body.incoming.frame()).await;
        let Some(frame) = next.map_err(FetchError::unreachable)? else {
            break;
        };
        let frame = frame.map_err(FetchError::unreachable)?;
        let Ok(piece) = frame.into_data() else {
            continue;
        };
        bytes += piece.len() as u64;
        if bytes > most {
            return Err(FetchError::TooLarge(most));
        }
        file.write_all(&piece).await.map_err(FetchError::Disk)?;
    }
    file.flush().await.map_err(FetchError::Disk)?;
    Ok(bytes)
}
