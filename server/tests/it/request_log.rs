//! The log: JSON, one line a request, nothing about who asked or what for.

use crate::support::program::{Server, Signal};
use serde_json::Value;

#[test]
fn a_request_is_one_line_without_personal_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), &[]);
    let listening = server.first_lines.last().expect("a line").clone();
    assert_eq!(listening["level"], "INFO");
    assert!(listening["timestamp"].is_string());
    assert!(
        listening["message"]
            .as_str()
            .is_some_and(|text| text.starts_with("listening on http://127.0.0.1:"))
    );

    let secret = "verysecretwish";
    let search = format!(
        "GET /homes?q={secret} HTTP/1.1\r\nHost: durbar.test\r\nX-Request-Id: search-0001\r\n\
         User-Agent: Somebody/7\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n"
    );
    let answer = server.exchange(&search);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("x-request-id: search-0001"),
        "{answer}"
    );
    server.get("/nothing-at-all");
    server.get("/sitemaps/homes-0.xml");
    server.signal(Signal::Term);
    assert!(server.wait().success());

    let lines = server.rest_of_log();
    let requests: Vec<&Value> = lines
        .iter()
        .filter(|line| line["message"] == "request")
        .collect();
    assert_eq!(requests.len(), 3, "{lines:#?}");
    let [search, missing, sitemap] = requests[..] else {
        panic!("three requests")
    };
    assert_eq!(
        (search["method"].as_str(), search["route"].as_str()),
        (Some("GET"), Some("/homes"))
    );
    assert_eq!(
        (search["status"].as_u64(), search["request_id"].as_str()),
        (Some(200), Some("search-0001"))
    );
    assert_eq!(search["cache"], "miss");
    assert!(
        search["elapsed_ms"]
            .as_f64()
            .is_some_and(|elapsed| elapsed > 0.0)
    );
    assert!(
        search["size_bytes"]
            .as_u64()
            .is_some_and(|size| size > 1_000)
    );
    assert_eq!(
        (missing["status"].as_u64(), missing["route"].as_str()),
        (Some(404), Some("unmatched"))
    );
    // A streamed answer is told of at its end, with its size.
    assert_eq!(sitemap["route"], "/sitemaps/{file}");
    assert!(
        sitemap["size_bytes"]
            .as_u64()
            .is_some_and(|size| size > 100)
    );
    let all = lines.iter().map(Value::to_string).collect::<String>();
    for private in [secret, "Somebody/7", "203.0.113.9", "nothing-at-all"] {
        assert!(!all.contains(private), "the log tells {private}");
    }
}
