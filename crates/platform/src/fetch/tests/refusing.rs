//! Addresses that lead where nobody from outside gets.

use super::*;
use std::net::{IpAddr, Ipv4Addr};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

fn is_refused<T>(outcome: &Result<T, FetchError>) -> bool {
    matches!(outcome, Err(FetchError::Refused(_)))
}

#[test]
fn what_is_written_is_refused_before_anybody_is_asked() {
    let fetcher = Fetcher::new();
    for address in [
        "http://old.example/1.jpg",
        "ftp://old.example/1.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "gopher://old.example/1",
        "https://",
        "1.jpg",
        "//old.example/1.jpg",
        "https://maya@old.example/1.jpg",
        "https://maya:word@old.example/1.jpg",
        "https://:word@old.example/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://127.1/1.jpg",
        "https://0x7f000001/1.jpg",
        "https://2130706433/1.jpg",
        "https://0177.0.0.1/1.jpg",
        "https://127.0.0.1./1.jpg",
        "https://①②⑦.0.0.1/1.jpg",
        "https://0/1.jpg",
        "https://10.0.0.7:8443/1.jpg",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/1.jpg",
        "https://[::ffff:127.0.0.1]/1.jpg",
        "https://[::ffff:7f00:1]/1.jpg",
        "https://[fd00:ec2::254]/latest/meta-data/",
        "https://[fe80::1]/1.jpg",
    ] {
        let checked = fetcher.check(address);
        assert!(is_refused(&checked), "{address}: {checked:?}");
    }
    for address in [
        "https://old.example/1.jpg",
        "https://old.example:8443/1.jpg?size=full",
        "https://1.1.1.1/1.jpg",
        "https://पुरानो.example/1.jpg",
    ] {
        assert!(fetcher.check(address).is_ok(), "{address}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_after_it_is_resolved() {
    let server = Server::start(|_| answer("200 OK", b"a secret")).await;
    let port = server.place().port();
    for places in [
        vec![HERE],
        vec![ip("10.0.0.1")],
        vec![ip("169.254.169.254")],
        vec![ip("100.64.0.1")],
        vec![ip("::1")],
        vec![ip("::ffff:127.0.0.1")],
        vec![ip("fd12::1")],
        vec![ip("ff02::1")],
        // One good place doesn't make up for a bad one, in whatever order they come.
        vec![ip("1.1.1.1"), HERE],
        vec![HERE, ip("2606:4700::1111")],
    ] {
        let fetcher = Fetcher::new().with_names([("old.example", places.clone())]);
        let address = format!("https://old.example:{port}/1.jpg");
        assert!(fetcher.check(&address).is_ok(), "nothing is known yet");
        let refused = fetched_by(&fetcher, &address).await;
        assert!(is_refused(&refused), "{places:?}: {refused:?}");
    }
    let refused = fetched_by(&Fetcher::new(), "https://localhost/1.jpg").await;
    assert!(is_refused(&refused), "{refused:?}");
    assert!(server.asked().is_empty(), "nobody connected");
}

#[tokio::test]
async fn a_name_that_leads_nowhere_may_do_so_later() {
    let fetcher = Fetcher::new().with_names([]);
    let failed = fetched_by(&fetcher, "https://old.example/1.jpg").await;
    assert!(failed.expect_err("no place").is_passing());
}

#[tokio::test]
async fn each_redirect_is_looked_at_like_the_first_address() {
    for to in [
        "http://old.example/1.jpg",
        "https://10.0.0.1/1.jpg",
        "https://inside.example/1.jpg",
        "https://maya:word@1.1.1.1/1.jpg",
        "file:///etc/passwd",
        "//169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.1]/",
        "http://[",
    ] {
        let server = Server::start(move |_| redirect(to)).await;
        let names = [("inside.example", vec![ip("192.168.1.1")])];
        let fetcher = Fetcher::from_loopback().with_names(names);
        let refused = fetched_by(&fetcher, &server.address("/1.jpg")).await;
        assert!(is_refused(&refused), "{to}: {refused:?}");
        assert_eq!(server.asked().len(), 1, "{to}");
    }
}

#[tokio::test]
async fn tests_reach_this_machine_and_nothing_else_of_its_network() {
    let fetcher = Fetcher::from_loopback();
    for address in [
        "http://127.0.0.1:8080/1.jpg",
        "http://[::1]:8080/1.jpg",
        "https://127.0.0.1/1.jpg",
    ] {
        assert!(fetcher.check(address).is_ok(), "{address}");
    }
    for address in [
        "http://old.example/1.jpg",
        "http://localhost/1.jpg",
        "http://1.1.1.1/1.jpg",
        "https://10.0.0.1/1.jpg",
        "https://169.254.169.254/1.jpg",
    ] {
        assert!(is_refused(&fetcher.check(address)), "{address}");
    }
}
