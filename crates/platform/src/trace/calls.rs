//! A span for each call to AWS that is made for something traced.

use super::TARGET;
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeSerializationInterceptorContextRef, FinalizerInterceptorContextRef},
        },
        orchestrator::Metadata,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use tracing::{Span, field::Empty};

/// Stands in the AWS clients. A call's span has its service and operation, all attempts included;
/// names of things and what is in them stay out of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calls;

/// Ends with the call.
#[derive(Debug)]
struct CallSpan(Span);

impl Storable for CallSpan {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Calls {
    fn name(&self) -> &'static str {
        "traced calls"
    }

    // Before its execution a client doesn't know yet which call it is.
    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // What nobody asked for, such as looking into queues, is no trace of its own.
        if Span::current().is_disabled() {
            return Ok(());
        }
        let Some(call) = config.load::<Metadata>() else {
            return Ok(());
        };
        let (service, operation) = (call.service(), call.name());
        let span = tracing::info_span!(
            target: TARGET,
            "aws",
            otel.name = format!("{service}.{operation}"),
            otel.kind = "client",
            otel.status_code = Empty,
            rpc.system = "aws-api",
            rpc.service = service,
            rpc.method = operation,
        );
        if !span.is_disabled() {
            config.interceptor_state().store_put(CallSpan(span));
        }
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(CallSpan(span)) = config.load::<CallSpan>()
            && context.output_or_error().is_some_and(|it| it.is_err())
        {
            span.record("otel.status_code", "ERROR");
        }
        config.interceptor_state().unset::<CallSpan>();
        Ok(())
    }
}
