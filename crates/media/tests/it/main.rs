//! The crate from outside: files in, files out.

mod hostile;
mod samples;
mod share;
mod variants;
