use super::*;
use aws_lc_rs::{
    encoding::EcPrivateKeyRfc5915Der,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair},
};

#[test]
fn keys_come_in_the_forms_that_openssl_writes() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
    let sec1: EcPrivateKeyRfc5915Der = pair.private_key().as_der().expect("DER");
    let sec1 = format!(
        "# made by hand\n{}{}",
        pem("EC PARAMETERS", &[6, 8, 42, 134, 72, 206, 61, 3, 1, 7]),
        pem("EC PRIVATE KEY", sec1.as_ref())
    );
    let pkcs8 = pem("PRIVATE KEY", pair.to_pkcs8v1().expect("DER").as_ref());
    let key = |pem: &str| Signer::new(SigningKey::from_pem("K1", pem).expect("a key"), None);
    let (sec1, pkcs8) = (key(&sec1), key(&pkcs8));
    let url = sec1.signed_url(URL, &canned(URL)).expect("signed");
    assert_eq!(verify(&pkcs8, &url), Ok(()));
}

#[test]
fn what_cloudfront_would_not_take_is_refused() {
    let refusal = |id: &str, pem: &str| SigningKey::from_pem(id, pem).err();
    let good = RSA_PEM.as_str();
    assert_eq!(refusal("K1", good), None);
    for id in ["", "K 1", "K-1", "K=1", "घ", &"K".repeat(65)] {
        assert_eq!(refusal(id, good), Some(SigningKeyError::BadId), "{id}");
    }
    for text in [
        "",
        "K",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n",
        &pem("PUBLIC KEY", b"x"),
    ] {
        assert_eq!(refusal("K1", text), Some(SigningKeyError::NotPem), "{text}");
    }
    let large = RsaKeyPair::generate(KeySize::Rsa3072).expect("a key");
    let large = large.as_der().expect("DER");
    let other_curve = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_ASN1_SIGNING).expect("a key");
    let other_curve = other_curve.to_pkcs8v1().expect("DER");
    for der in [large.as_ref(), other_curve.as_ref(), b"nonsense"] {
        let refused = refusal("K1", &pem("PRIVATE KEY", der));
        assert_eq!(refused, Some(SigningKeyError::UnsupportedKey));
    }
}

#[test]
fn nothing_of_a_key_gets_into_a_log() {
    let shown = format!("{:?}", Signer::new(ecdsa_key("K1"), None));
    let expected = "Signer { current: SigningKey(\"K1\"), previous: None }";
    assert_eq!(shown, expected);
}
