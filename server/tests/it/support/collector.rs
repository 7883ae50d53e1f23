//! A collector of traces that takes OTLP over HTTP on this machine.

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, common::v1::any_value::Value, trace::v1::Span,
};
use prost::Message as _;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// Keeps what it is sent. It listens until the test ends.
pub struct Collector {
    pub address: String,
    posts: Arc<Mutex<Vec<Post>>>,
}

#[derive(Clone)]
struct Post {
    head: String,
    body: Vec<u8>,
}

impl Collector {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let posts: Arc<Mutex<Vec<Post>>> = Arc::default();
        let kept = posts.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, kept) = (stream.expect("a connection"), kept.clone());
                thread::spawn(move || take(stream, &kept));
            }
        });
        Self { address, posts }
    }

    /// All that came, as one text in which words can be looked for.
    pub fn text(&self) -> String {
        let posts = self.posts().into_iter();
        let bytes: Vec<u8> = posts.flat_map(|post| post.body).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The spans that came.
    pub fn spans(&self) -> Vec<Span> {
        let posts = self.posts().into_iter();
        posts
            .flat_map(|post| {
                assert!(post.head.starts_with("POST /v1/traces "), "{}", post.head);
                let request = ExportTraceServiceRequest::decode(post.body.as_slice());
                request.expect("OTLP").resource_spans
            })
            .flat_map(|resource| resource.scope_spans)
            .flat_map(|scope| scope.spans)
            .collect()
    }

    fn posts(&self) -> Vec<Post> {
        self.posts.lock().expect("no panic").clone()
    }
}

/// Takes the requests of a connection until it is closed.
fn take(stream: TcpStream, kept: &Mutex<Vec<Post>>) {
    let mut answers = stream.try_clone().expect("a connection");
    let mut requests = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if !matches!(requests.read_line(&mut head), Ok(1..)) {
                return;
            }
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse::<usize>().ok())?
        });
        let mut body = vec![0; length.expect("a length")];
        requests.read_exact(&mut body).expect("a body");
        kept.lock().expect("no panic").push(Post { head, body });
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n";
        if answers.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// A text among the attributes of a span.
pub fn attribute(span: &Span, name: &str) -> Option<String> {
    let found = span.attributes.iter().find(|it| it.key == name)?;
    match found.value.clone()?.value? {
        Value::StringValue(text) => Some(text),
        Value::IntValue(number) => Some(number.to_string()),
        _ => None,
    }
}
