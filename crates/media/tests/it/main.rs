//! The crate from outside: files in, files out.

mod hostile;
mod panorama;
mod samples;
mod share;
mod variants;
