//! Traces: what belongs to one request, across calls to AWS, events and work beside it. Spans
//! name what is done, never for whom or with what.

mod calls;
mod context;

pub use calls::Calls;
pub use context::{TraceParent, follow, here};

/// The target of spans that are traced. No other span or line gets into a trace.
pub const TARGET: &str = "durbar::trace";
