#![no_main]

#[path = "../bodies/signed_policies.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::body(text));
