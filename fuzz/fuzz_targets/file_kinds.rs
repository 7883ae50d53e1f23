#![no_main]

#[path = "../bodies/file_kinds.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|file: &[u8]| body::body(file));
