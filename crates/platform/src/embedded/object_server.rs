//! S3 inside the process: s3s on a folder.
//!
//! An object's bytes are written aside and renamed, so that `kill -9` never leaves half an
//! object. Its properties (type, caching) follow in a second file: see
//! [`crate::Objects::is_complete`].

use super::{Source, table_server::listen, whole_request::answer};
use aws_sdk_s3::config::Credentials;
use hyper::service::service_fn;
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use s3s::{auth::SimpleAuth, service::S3Service, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::{path::Path, time::Duration};
use tokio::{net::TcpListener, runtime::Handle, sync::watch, task::JoinHandle};

/// How long to wait after a connection could not be accepted.
const AFTER_REFUSAL: Duration = Duration::from_millis(50);

/// Serves the objects under `root` on a free loopback port to whoever has `credentials`;
/// gives back its address and the server's task.
pub(super) fn start(
    runtime: &Handle,
    root: &Path,
    credentials: &Credentials,
    stopped: watch::Receiver<bool>,
) -> Result<(String, JoinHandle<()>), Source> {
    let files = FileSystem::new(root).map_err(|error| format!("{error:?}"))?;
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single(
        credentials.access_key_id(),
        credentials.secret_access_key(),
    ));
    let listener = listen(runtime)?;
    let address = format!("http://{}", listener.local_addr()?);
    let task = runtime.spawn(serve(listener, service.build(), stopped));
    Ok((address, task))
}

async fn serve(listener: TcpListener, service: S3Service, mut stopped: watch::Receiver<bool>) {
    let http = hyper::server::conn::http1::Builder::new();
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                tracing::warn!(%error, "the embedded objects could not accept a connection");
                // Mostly for want of file handles, which others have to give back first.
                tokio::time::sleep(AFTER_REFUSAL).await;
                continue;
            }
        };
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let service = service.clone();
        let answer = service_fn(move |request| answer(service.clone(), request));
        let connection = connections.watch(http.serve_connection(TokioIo::new(socket), answer));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the embedded objects broke off");
            }
        });
    }
    connections.shutdown().await;
}
