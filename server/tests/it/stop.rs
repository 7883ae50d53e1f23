//! A graceful stop: what is under way finishes, what waits is written.

use crate::support::{
    market::SeedFolder,
    program::{Server, Signal},
};
use durbar_platform::embedded::Storage;
use durbar_server::{
    cli::StoreSettings,
    stack::{Stack, Store},
};
use durbar_services::seed::Market;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

#[test]
fn a_request_in_flight_finishes_and_its_view_is_written() {
    let (folder, seed) = (tempfile::tempdir().expect("a folder"), SeedFolder::small());
    let seed_dir = seed.path().to_str().expect("UTF-8");
    let mut server = Server::start(
        folder.path(),
        &["--seed-when-empty", "--seed-dir", seed_dir],
    );
    let market = Market::read(seed.path()).expect("the seed folder");
    let id = market.listings[0].listing_id;

    // A request whose body isn't all there yet.
    let mut connection = server.connect();
    let body = id.to_string();
    let (first, rest) = body.split_at(10);
    let head = format!(
        "POST /api/seen HTTP/1.1\r\nHost: durbar.test\r\nSec-Fetch-Site: same-origin\r\n\
         User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("sent");
    // The server asks for the body only once a handler waits for it.
    let mut asked = [0; 25];
    connection
        .read_exact(&mut asked)
        .expect("an interim answer");
    assert!(asked.starts_with(b"HTTP/1.1 100 Continue"));
    connection.write_all(first.as_bytes()).expect("sent");

    server.signal(Signal::Term);
    let stopping =
        std::iter::from_fn(|| server.next_line()).find(|line| line["message"] == "stopping");
    assert_eq!(
        stopping.expect("it says that it stops")["signal"],
        "SIGTERM"
    );
    // It takes nobody new in. The line above may come a moment before the door closes.
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    connection.write_all(rest.as_bytes()).expect("sent");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert_eq!(server.wait().code(), Some(0));

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let storage = StoreSettings::Embedded {
            storage: Storage::Folder(folder.path().to_owned()),
        };
        let stack = Stack::new(
            Store::open(&storage).await.expect("the same folder"),
            "https://durbar.test",
        )
        .await
        .expect("a stack");
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let views = stack
            .services()
            .views
            .daily(id, today - 1.day(), today + 1.day())
            .await
            .expect("views");
        assert_eq!(views.values().sum::<u64>(), 1);
        stack.close().await;
    });
}

#[test]
fn idle_connections_do_not_hold_up_a_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), &["--stop-seconds", "3600"]);
    let mut idle = server.connect();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: durbar.test\r\n\r\n")
        .expect("sent");
    let mut start = [0; 12];
    idle.read_exact(&mut start).expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 200");
    server.signal(Signal::Int);
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_request_that_never_ends_is_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), &["--stop-seconds", "0"]);
    let mut connection = server.connect();
    connection
        .write_all(b"POST /api/seen HTTP/1.1\r\nHost: durbar.test\r\nContent-Length: 30\r\nExpect: 100-continue\r\n\r\n")
        .expect("sent");
    let mut asked = [0; 25];
    connection
        .read_exact(&mut asked)
        .expect("an interim answer");
    server.signal(Signal::Term);
    assert_eq!(server.wait().code(), Some(0));
}
