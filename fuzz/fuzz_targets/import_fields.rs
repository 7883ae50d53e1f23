#![no_main]

#[path = "../bodies/import_fields.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::body(text));
