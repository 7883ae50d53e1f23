//! Traces as OTLP posts to a collector, off unless one is named. What is in them says
//! `platform::trace`; identifiers are such that X-Ray takes them.

mod collector;
mod request;

pub use request::{answered, of_request};

use crate::cli::TraceArguments;
use collector::Collector;
use durbar_platform::{https::Https, trace::TARGET};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_aws::trace::XrayIdGenerator;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracerProvider},
};
use tokio::runtime::Handle;
use tracing::{Metadata, Subscriber};
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::{Layer, filter::dynamic_filter_fn, registry::LookupSpan};

/// Where the collector takes traces.
const PATH: &str = "/v1/traces";

/// What is traced on its way to a collector. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// Sends to the collector that was named, if one was, on the threads of `runtime`.
    ///
    /// # Errors
    /// A line that names the setting.
    pub fn start(arguments: &TraceArguments, runtime: &Handle) -> Result<Option<Self>, String> {
        let Some(endpoint) = &arguments.otlp_endpoint else {
            return Ok(None);
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new(Https::new(), runtime.clone()))
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}{PATH}", endpoint.0))
            .build()
            .map_err(|error| format!("--otlp-endpoint (DURBAR_OTLP_ENDPOINT): {error}"))?;
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_id_generator(XrayIdGenerator::default())
            // Whoever asked decides, as Lambda does for what it traces.
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOn)))
            .with_resource(
                Resource::builder_empty()
                    .with_service_name("durbar")
                    .build(),
            )
            .build();
        Ok(Some(Self { provider }))
    }

    /// What takes spans, and nothing but those that are to be traced.
    pub fn layer<S>(&self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let tracer = self.provider.tracer("durbar");
        // Asked each time: an answer kept from before would be that of another question when a
        // line's level has just been asked for.
        let is_traced = |metadata: &Metadata<'_>, _: &tracing_subscriber::layer::Context<'_, S>| {
            metadata.is_span() && metadata.target() == TARGET
        };
        OpenTelemetryLayer::new(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_level(false)
            .with_tracked_inactivity(false)
            .with_filter(dynamic_filter_fn(is_traced))
    }

    /// Sends what waits; for a process that stands still afterwards.
    pub async fn flush(&self) {
        let provider = self.provider.clone();
        let flushed = tokio::task::spawn_blocking(move || provider.force_flush()).await;
        if let Ok(Err(error)) = flushed {
            tracing::warn!(%error, "traces were not sent");
        }
    }

    /// Sends what waits and ends; not from within the runtime's threads.
    pub fn stop(&self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "traces were not sent");
        }
    }
}
