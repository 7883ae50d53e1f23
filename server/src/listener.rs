//! Connections: HTTP/1.1 over TCP, with bounds that a slow or greedy peer runs into, and
//! a stop that lets answers under way finish.

use crate::http::client_address::PeerAddress;
use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{future::Future, io, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

/// How long a peer may take to send the head of a request, and to send the next one.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// Largest head, in bytes; longer ones get 431.
const MAX_HEAD: usize = 64 * 1_024;
const MAX_HEADERS: usize = 100;
/// Pause after an error of `accept`: mostly too many open files.
const BREATHER: Duration = Duration::from_millis(50);

/// Serves `router` until `stopped`, then takes no new connection and gives requests in
/// flight `grace` to finish. `true` when all of them did.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stopped: impl Future<Output = ()>,
    grace: Duration,
) -> bool {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS);
    let connections = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        match accepted {
            Ok((socket, peer)) => connect(&http, &connections, router.clone(), socket, peer),
            Err(error) => rest(&error).await,
        }
    }
    drop(listener);
    tokio::time::timeout(grace, connections.shutdown())
        .await
        .is_ok()
}

fn connect(
    http: &http1::Builder,
    connections: &GracefulShutdown,
    router: Router,
    socket: TcpStream,
    peer: SocketAddr,
) {
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(PeerAddress(peer));
        router.clone().oneshot(request)
    });
    let connection = connections.watch(http.serve_connection(TokioIo::new(socket), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke off");
        }
    });
}

/// An error of one connection is nothing to wait for; one of the whole process is.
async fn rest(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::warn!(%error, "could not accept a connection");
        tokio::time::sleep(BREATHER).await;
    }
}
