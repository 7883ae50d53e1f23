//! Files from servers on this machine, which strangers might as well run.

mod refusing;
mod tls;

use super::*;
use double::{Server, answer, redirect};

const MOST: u64 = 1_000;

/// What a fetcher of tests makes of an address.
async fn fetched(address: &str) -> Result<Vec<u8>, FetchError> {
    fetched_by(&Fetcher::from_loopback(), address).await
}

async fn fetched_by(fetcher: &Fetcher, address: &str) -> Result<Vec<u8>, FetchError> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let bytes = fetcher.fetch(address, MOST, file.path()).await?;
    let found = std::fs::read(file.path()).expect("a file");
    assert_eq!(found.len() as u64, bytes);
    Ok(found)
}

#[tokio::test]
async fn a_file_is_fetched_whole_and_nothing_of_ours_goes_along() {
    let server = Server::start(|_| answer("200 OK", b"a picture")).await;
    let found = fetched(&server.address("/a/1.jpg?size=full#part")).await;
    assert_eq!(found.expect("a file"), b"a picture");
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    let request = asked[0].to_ascii_lowercase();
    assert!(
        request.starts_with("get /a/1.jpg?size=full http/1.1\r\n"),
        "{request}"
    );
    assert!(request.contains(&format!("host: {}\r\n", server.place())));
    for header in ["cookie", "authorization", "referer", "origin"] {
        assert!(!request.contains(header), "{request}");
    }
}

#[tokio::test]
async fn a_file_of_no_announced_length_ends_where_it_may() {
    let chunked = |pieces: &[&str]| {
        let mut text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
        for piece in pieces {
            text.push_str(&format!("{:x}\r\n{piece}\r\n", piece.len()));
        }
        text.push_str("0\r\n\r\n");
        text.into_bytes()
    };
    let long = "x".repeat(600);
    let server = Server::start(move |path| match path {
        "/fits" => chunked(&[&long]),
        "/grows" => chunked(&[&long, &long]),
        "/lies" => {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n";
            head.as_bytes().to_vec()
        }
        _ => answer("200 OK", &[b'x'; 1_000]),
    })
    .await;
    assert_eq!(
        fetched(&server.address("/fits")).await.expect("fits").len(),
        600
    );
    let edge = fetched(&server.address("/edge")).await;
    assert_eq!(edge.expect("fits").len(), 1_000);
    for path in ["/grows", "/lies"] {
        let refused = fetched(&server.address(path)).await;
        assert!(
            matches!(refused, Err(FetchError::TooLarge(MOST))),
            "{path}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn what_breaks_off_is_tried_again_and_what_is_not_there_is_not() {
    let server = Server::start(|path| match path {
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nhalf".to_vec(),
        "/nothing" => Vec::new(),
        "/noise" => b"220 mail.example ESMTP\r\n".to_vec(),
        "/busy" => answer("503 Busy", b""),
        "/slow-down" => answer("429 Slow down", b""),
        "/away" => answer("404 Not found", b"a page about that"),
        "/none" => answer("204 No content", b""),
        _ => answer("403 Forbidden", b""),
    })
    .await;
    for (path, is_passing) in [
        ("/cut", true),
        ("/nothing", true),
        ("/noise", true),
        ("/busy", true),
        ("/slow-down", true),
        ("/away", false),
        ("/none", false),
        ("/closed", false),
    ] {
        let failed = fetched(&server.address(path)).await;
        let error = failed.expect_err(path);
        assert_eq!(error.is_passing(), is_passing, "{path}: {error:?}");
    }
    let place = server.place();
    drop(server);
    let error = fetched(&format!("http://{place}/1.jpg")).await;
    assert!(error.expect_err("nobody is there").is_passing());
}

#[tokio::test]
async fn redirects_are_followed_three_times() {
    let server = Server::start(|path| match path.trim_start_matches('/').parse::<u8>() {
        Ok(0) => answer("200 OK", b"here"),
        Ok(left) => redirect(&format!("./{}", left - 1)),
        Err(_) => answer("302 Found", b""),
    })
    .await;
    let found = fetched(&server.address("/3")).await;
    assert_eq!(found.expect("followed"), b"here");
    let refused = fetched(&server.address("/4")).await;
    assert!(
        matches!(refused, Err(FetchError::Refused(_))),
        "{refused:?}"
    );
    assert_eq!(server.asked().len(), 4 + 4);
    let nowhere = fetched(&server.address("/nowhere")).await;
    assert!(
        matches!(nowhere, Err(FetchError::Answer(302))),
        "{nowhere:?}"
    );
}
