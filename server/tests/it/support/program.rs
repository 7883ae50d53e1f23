//! The real `durbar` program as a child process.

use std::{
    io::{BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

/// The program without any setting of whoever runs the tests.
pub fn durbar(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_durbar"));
    let variables = std::env::vars_os().map(|(name, _)| name);
    for name in variables.filter(|name| {
        ["DURBAR_", "LEPTOS_", "AWS_"]
            .iter()
            .any(|start| name.to_string_lossy().starts_with(start))
    }) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    durbar(arguments).output().expect("the program runs")
}

/// The same with settings as variables.
pub fn run_with(settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = durbar(arguments);
    let settings = settings.iter().copied();
    command.envs(settings).output().expect("the program runs")
}

/// What a process may be sent. The shell sends it: a crate for it would change features of
/// `libc`, and everything would be compiled once for the program and once for the tests.
#[derive(Clone, Copy, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Signal {
    Int,
    Kill,
    Term,
}

/// A running server. It is killed when dropped.
pub struct Server {
    child: Child,
    log: BufReader<ChildStdout>,
    pub address: SocketAddr,
    /// Lines of the log up to the one that tells the address.
    pub first_lines: Vec<serde_json::Value>,
}

impl Server {
    /// Starts a server on `data` and waits until it listens.
    pub fn start(data: &Path, more: &[&str]) -> Self {
        let data = data.to_str().expect("UTF-8");
        Self::start_with(&[], &[&["--data", data], more].concat())
    }

    /// Starts a server with settings as variables, and waits until it listens.
    pub fn start_with(settings: &[(&str, &str)], more: &[&str]) -> Self {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut command = durbar(&arguments);
        command.envs(settings.iter().copied());
        let mut child = command.spawn().expect("the program starts");
        let mut log = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let mut first_lines = Vec::new();
        loop {
            let line =
                next_line(&mut log).unwrap_or_else(|| panic!("no server: {}", errors(&mut child)));
            let message = line["message"].as_str().unwrap_or_default().to_owned();
            first_lines.push(line);
            if let Some(address) = message.strip_prefix("listening on http://") {
                let address = address.parse().expect("an address");
                return Self {
                    child,
                    log,
                    address,
                    first_lines,
                };
            }
        }
    }

    /// The next line of the log; `None` at its end.
    pub fn next_line(&mut self) -> Option<serde_json::Value> {
        next_line(&mut self.log)
    }

    /// Lines of the log until its end.
    pub fn rest_of_log(&mut self) -> Vec<serde_json::Value> {
        std::iter::from_fn(|| self.next_line()).collect()
    }

    pub fn signal(&self, signal: Signal) {
        let mut shell = Command::new("sh");
        let name: &str = signal.into();
        shell.args(["-c", "kill -s \"$0\" \"$1\"", name]);
        let sent = shell.arg(self.child.id().to_string()).status();
        assert!(sent.expect("a shell").success(), "the server is there");
    }

    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("the program ends")
    }

    /// A connection to the server.
    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("the server accepts")
    }

    /// Sends a request and gives back the whole answer.
    pub fn exchange(&self, request: &str) -> String {
        let mut connection = self.connect();
        connection.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn get(&self, address: &str) -> String {
        self.exchange(&format!(
            "GET {address} HTTP/1.1\r\nHost: durbar.test\r\nConnection: close\r\n\r\n"
        ))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A line of the log, which is JSON.
pub fn next_line(log: &mut impl std::io::BufRead) -> Option<serde_json::Value> {
    let mut line = String::new();
    (log.read_line(&mut line).expect("a log in UTF-8") > 0).then(|| {
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in the log: {line}"))
    })
}

fn errors(child: &mut Child) -> String {
    let mut text = String::new();
    if let Some(errors) = &mut child.stderr {
        let _ = errors.read_to_string(&mut text);
    }
    text
}
