//! Over TLS, with an authority of tests. The connection goes to the place that the name led to,
//! and the certificate has to be the name's.

use super::*;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::net::Ipv4Addr;
use tokio_rustls::TlsAcceptor;

const AUTHORITY: &[u8] = include_bytes!("authority.der");
/// Of `old.example`.
const HOST: &[u8] = include_bytes!("host.der");
const HOST_KEY: &[u8] = include_bytes!("host-key.der");

fn acceptor() -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let (host, key) = (
        CertificateDer::from(HOST),
        PrivatePkcs8KeyDer::from(HOST_KEY),
    );
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![host], key.into());
    TlsAcceptor::from(Arc::new(config.expect("a certificate and its key")))
}

fn trusting() -> Fetcher {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(AUTHORITY))
        .expect("an authority");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let here = vec![Ipv4Addr::LOCALHOST.into()];
    let names = [("old.example", here.clone()), ("other.example", here)];
    let fetcher = Fetcher::from_loopback().with_names(names);
    let set = fetcher.tls.set(Arc::new(config));
    assert!(set.is_ok(), "nothing was fetched yet");
    fetcher
}

#[tokio::test]
async fn a_file_comes_from_the_host_that_the_address_names() {
    let server = Server::over(Some(acceptor()), |_| answer("200 OK", b"a picture")).await;
    let port = server.place().port();
    let found = fetched_by(&trusting(), &format!("https://old.example:{port}/1.jpg")).await;
    assert_eq!(found.expect("a file"), b"a picture");
    let asked = server.asked();
    assert!(
        asked[0].contains(&format!("old.example:{port}")),
        "{asked:?}"
    );

    // It is somebody else's certificate, or nobody's whom this machine knows.
    let address = format!("https://other.example:{port}/1.jpg");
    let failed = fetched_by(&trusting(), &address).await;
    assert!(failed.expect_err("another name").is_passing());
    let unknown =
        Fetcher::from_loopback().with_names([("old.example", vec![Ipv4Addr::LOCALHOST.into()])]);
    let address = format!("https://old.example:{port}/1.jpg");
    assert!(fetched_by(&unknown, &address).await.is_err());
    assert_eq!(server.asked().len(), 1);
}
