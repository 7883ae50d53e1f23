//! What the program says when it can't start: one line, and exit code 2.

use crate::support::program::{Server, Signal, durbar, run};
use std::{fs, net::TcpListener, process::Output};

#[track_caller]
fn assert_refused(output: &Output, named: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert!(
        errors.starts_with("durbar: ") && errors.contains(named),
        "{errors}"
    );
    assert!(
        output.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn a_bad_setting_is_named() {
    assert_refused(&run(&["--listen", "nowhere"]), "DURBAR_LISTEN");
    assert_refused(&run(&["serve", "--no-such-flag"]), "--no-such-flag");
    assert_refused(&run(&["seed", "--scale", "many"]), "--scale");
    assert_refused(
        &run(&["--mode", "aws", "--listen", "127.0.0.1:0"]),
        "DURBAR_TABLE",
    );
    let by_variable = durbar(&[])
        .env("DURBAR_TILE_URL", "nonsense")
        .output()
        .expect("the program runs");
    assert_refused(&by_variable, "DURBAR_TILE_URL");
}

#[test]
fn a_secret_that_cannot_be_read_is_named() {
    let nobody_there = durbar(&["--premium-key-secret", "durbar/keys"])
        .env("AWS_REGION", "ap-south-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1")
        .output()
        .expect("the program runs");
    assert_refused(&nobody_there, "--premium-key-secret durbar/keys: ");
    let both = ["--premium-key-secret", "a", "--premium-keys", "K1=key.pem"];
    assert_refused(&run(&both), "--premium-keys");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    assert_refused(
        &run(&[
            "--listen",
            &address,
            "--data",
            data.to_str().expect("UTF-8"),
        ]),
        &address,
    );
    assert!(
        !data.exists(),
        "nothing is made before the port is known to be free"
    );
}

#[test]
fn a_data_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = |data: &std::path::Path| {
        run(&[
            "--listen",
            "127.0.0.1:0",
            "--data",
            data.to_str().expect("UTF-8"),
        ])
    };
    // A file stands where the folder should be: not even root can write below it.
    let file = folder.path().join("file");
    fs::write(&file, "").expect("a file");
    assert_refused(
        &start(&file.join("data")),
        "cannot write to the data folder",
    );

    let newer = folder.path().join("newer");
    fs::create_dir(&newer).expect("a folder");
    fs::write(newer.join("version"), "999\n").expect("a file");
    assert_refused(&start(&newer), "newer durbar");

    let shared = folder.path().join("shared");
    let server = Server::start(&shared, &[]);
    assert_refused(&start(&shared), "in use by another durbar process");
    drop(server);
}

#[test]
fn a_killed_server_leaves_its_folder_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), &[]);
    server.signal(Signal::Kill);
    server.wait();
    let again = Server::start(folder.path(), &[]);
    assert!(again.get("/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn help_tells_every_setting_with_its_variable() {
    for command in ["serve", "seed"] {
        let output = run(&[command, "--help"]);
        assert!(output.status.success());
        let help = String::from_utf8(output.stdout).expect("UTF-8");
        for flag in ["--data", "--mode", "--seed-dir", "--log-format"] {
            assert!(help.contains(flag), "{command} {flag}");
        }
        assert!(help.contains("[env: DURBAR_DATA="), "{help}");
    }
    let serve = String::from_utf8(run(&["--help"]).stdout).expect("UTF-8");
    for flag in [
        "--listen",
        "--site-url",
        "--tile-url",
        "--tile-attribution",
        "--exchange-rates",
        "--page-cache-mb",
    ] {
        assert!(serve.contains(flag), "{flag}");
    }
}
