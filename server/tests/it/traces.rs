//! What is done for a request is one trace, from its arrival to the calls to AWS and the events
//! it causes, and says nothing of who asked or what for.

use crate::support::{
    TestSite,
    collector::{Collector, attribute},
    forms::Browser,
    people::{between, signed_in},
    program::{Server, Signal},
};
use durbar_domain::{StandardStatus, account::Role, enquiry::Slot};
use durbar_server::{
    cli::{LogFormat, TraceArguments},
    logging,
    traces::Traces,
};
use jiff::{Timestamp, ToSpan};
use opentelemetry_proto::tonic::trace::v1::Span;
use tokio::runtime::Handle;

fn traces(collector: &Collector) -> Traces {
    let arguments = TraceArguments {
        otlp_endpoint: Some(collector.address.parse().expect("an address")),
    };
    let traces = Traces::start(&arguments, &Handle::current());
    traces.expect("a collector").expect("traces")
}

/// Asks for a viewing as a guest.
async fn ask(site: &TestSite) {
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    let address = format!("/enquiries/new?home={home}&about=viewing");
    let mut guest = Browser::default();
    let page = guest.get(site, &address).await.text();
    let key = between(&page, "name=\"form_key\" value=\"", "\"");
    let slot = Slot::new("slot", Timestamp::now() + 72.hours(), 45).expect("a slot");
    let slot = slot.start_in_nepal().strftime("%Y-%m-%dT%H:%M").to_string();
    let fields = [
        ("action", "ask-viewing"),
        ("home", home.as_str()),
        ("form_key", key.as_str()),
        ("slot_1", slot.as_str()),
        ("minutes", "45"),
        ("party_size", "2"),
        ("financing", "cash"),
        ("name", "Dorje Verysecret"),
        ("email", "dorje@verysecret.example"),
        ("phone", "9800000009"),
        ("choice", "viber"),
        ("text", "Is there verysecretwater?"),
    ];
    let sent = guest.post(site, &address, &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
}

fn of_route<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let found = spans.iter().find(|span| span.name == name);
    found.unwrap_or_else(|| panic!("{name}: {spans:#?}"))
}

#[tokio::test]
async fn a_request_its_calls_and_its_events_are_one_trace_without_people() {
    let collector = Collector::start();
    let traces = traces(&collector);
    let levels = "info".parse().expect("levels");
    let subscriber = logging::subscriber(LogFormat::Json, levels, std::io::sink, Some(&traces));
    // Tests of one thread each, so that the default of the thread is that of the work.
    let guard = tracing::subscriber::set_default(subscriber);
    let site = TestSite::small().await;
    let mut buyer = signed_in(&site, "buyer@verysecret.example", Role::Buyer, None).await;
    let favorites = buyer
        .get(&site, "/account/favorites?from=verysecretplace")
        .await;
    assert_eq!(favorites.code(), 200);
    ask(&site).await;
    site.stack.relay().round().await.expect("a round");
    drop(guard);
    traces.flush().await;

    let spans = collector.spans();
    let children = |parent: &Span| -> Vec<&Span> {
        let of_trace = spans.iter().filter(|span| span.trace_id == parent.trace_id);
        of_trace
            .filter(|span| span.parent_span_id == parent.span_id)
            .collect()
    };
    let page = of_route(&spans, "GET /account/favorites");
    let status = attribute(page, "http.response.status_code");
    assert_eq!(status.as_deref(), Some("200"));
    assert!(attribute(page, "request_id").is_some_and(|id| id.len() >= 8));
    assert!(page.parent_span_id.is_empty(), "nobody asked for more");
    let calls = children(page);
    assert!(!calls.is_empty(), "{spans:#?}");
    for call in calls {
        let service = attribute(call, "rpc.service");
        assert_eq!(service.as_deref(), Some("DynamoDB"), "{call:?}");
        let method = attribute(call, "rpc.method").expect("an operation");
        assert_eq!(call.name, format!("DynamoDB.{method}"));
    }
    // The first four bytes are the time, as X-Ray wants it.
    let seconds = u32::from_be_bytes(page.trace_id[..4].try_into().expect("four bytes"));
    let now = Timestamp::now().as_second();
    assert!((now - 600..=now).contains(&i64::from(seconds)), "{seconds}");

    let sent = of_route(&spans, "POST /enquiries/new");
    let mut within = spans.iter().filter(|span| span.trace_id == sent.trace_id);
    let event = within.find(|span| span.name.starts_with("event "));
    let event = event.unwrap_or_else(|| panic!("no event of the request: {spans:#?}"));
    assert!(!children(event).is_empty(), "its consumers call the table");

    let told = collector.text();
    let home = site.home(StandardStatus::Active).listing_id.to_string();
    for private in [
        "verysecret",
        "Maya",
        "Karki",
        "Dorje",
        "9800000009",
        home.as_str(),
    ] {
        assert!(!told.contains(private), "traces tell {private}");
    }
}

#[test]
fn the_program_sends_traces_to_the_collector_it_is_told_of() {
    let collector = Collector::start();
    let folder = tempfile::tempdir().expect("a folder");
    let flags = ["--otlp-endpoint", collector.address.as_str()];
    let mut server = Server::start(folder.path(), &flags);
    let answer = server.exchange(
        "GET /readyz HTTP/1.1\r\nHost: durbar.test\r\nX-Request-Id: traced-0001\r\n\
         X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;whose=verysecret\r\n\
         User-Agent: Somebody/7\r\nConnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Another caller doesn't want to be traced.
    server.exchange(
        "GET /healthz HTTP/1.1\r\nHost: durbar.test\r\n\
         traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00\r\n\
         Connection: close\r\n\r\n",
    );
    server.signal(Signal::Term);
    assert!(server.wait().success());

    let spans = collector.spans();
    let ready = of_route(&spans, "GET /readyz");
    assert_eq!(
        attribute(ready, "request_id").as_deref(),
        Some("traced-0001")
    );
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    assert_eq!(hex(&ready.trace_id), "5759e988bd862e3fe1be46a994272793");
    assert_eq!(hex(&ready.parent_span_id), "53995c3f42cd8ad8");
    assert!(spans.iter().all(|span| span.name != "GET /healthz"));
    for private in ["Somebody", "verysecret"] {
        assert!(!collector.text().contains(private), "traces tell {private}");
    }
}
