#![no_main]

#[path = "../bodies/search_queries.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|text: &str| body::body(text));
