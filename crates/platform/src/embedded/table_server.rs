//! DynamoDB inside the process: dynoxide on SQLite.
//!
//! SQLite runs with a write-ahead log and its default `synchronous=FULL`: a commit is on
//! disk before it is acknowledged, so neither `kill -9` nor a power cut loses it.

use dynoxide::{Database, server};
use std::{io, net::Ipv4Addr};
use tokio::{net::TcpListener, runtime::Handle, sync::watch, task::JoinHandle};

/// Serves the table on a free loopback port; gives back its address and the server's task.
pub(super) fn start(
    runtime: &Handle,
    database: Database,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<(String, JoinHandle<()>)> {
    let listener = listen(runtime)?;
    let address = format!("http://{}", listener.local_addr()?);
    let stop = async move {
        // An error means that the sender is gone: stop as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let task = runtime.spawn(async move {
        if let Err(error) = server::serve_with_shutdown(listener, database, stop).await {
            tracing::error!(error, "the embedded table stopped");
        }
    });
    Ok((address, task))
}

/// A listener on a loopback port that the system picks, registered with `runtime`.
pub(super) fn listen(runtime: &Handle) -> io::Result<TcpListener> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let _inside = runtime.enter();
    TcpListener::from_std(listener)
}
