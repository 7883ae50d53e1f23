//! Where work belongs, in words that can be passed on.

use opentelemetry::{
    Context,
    trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState},
};
use std::{fmt, str::FromStr};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// A span elsewhere that what is done here belongs to, written as `traceparent` of W3C's Trace
/// Context.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceParent(SpanContext);

impl TraceParent {
    /// `None` when it names nothing. What else the caller says of its trace is left out.
    pub fn new(context: &SpanContext) -> Option<Self> {
        let known = SpanContext::new(
            context.trace_id(),
            context.span_id(),
            context.trace_flags(),
            true,
            TraceState::NONE,
        );
        known.is_valid().then_some(Self(known))
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(context) = self;
        let (trace, span) = (context.trace_id(), context.span_id());
        let sampled = u8::from(context.is_sampled());
        write!(out, "00-{trace}-{span}-{sampled:02x}")
    }
}

impl FromStr for TraceParent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<&str> = text.split('-').collect();
        let [version, trace, span, flags] = parts[..] else {
            return Err(());
        };
        let is_hex = |part: &str, length| {
            let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            part.len() == length && part.bytes().all(is_digit)
        };
        let whole = version == "00" && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2);
        if !whole {
            return Err(());
        }
        let flags = u8::from_str_radix(flags, 16).map_err(|_| ())?;
        let context = SpanContext::new(
            TraceId::from_hex(trace).map_err(|_| ())?,
            SpanId::from_hex(span).map_err(|_| ())?,
            TraceFlags::new(flags & 1),
            true,
            TraceState::NONE,
        );
        Self::new(&context).ok_or(())
    }
}

/// Where the work under way belongs; `None` while nothing is traced.
pub fn here() -> Option<TraceParent> {
    let span = Span::current();
    if span.is_disabled() {
        return None;
    }
    let context = span.context();
    TraceParent::new(context.span().span_context())
}

/// Makes a span that hasn't been entered yet part of what it belongs to.
pub fn follow(span: &Span, parent: &TraceParent) {
    if !span.is_disabled() {
        let context = Context::new().with_remote_span_context(parent.0.clone());
        // Without a trace there is nothing to be part of.
        let _ = span.set_parent(context);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_is_read_as_it_is_written() {
        for text in [
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        ] {
            let parent: TraceParent = text.parse().expect("a parent");
            assert_eq!(parent.to_string(), text);
        }
        for bad in [
            "",
            "00",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert_eq!(bad.parse::<TraceParent>(), Err(()), "{bad}");
        }
        assert_eq!(here(), None, "nothing is traced");
    }
}
