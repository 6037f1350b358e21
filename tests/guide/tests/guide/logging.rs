//! docs/guide/logging.md

use guide::{Outcome, listing, replay};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanKind, TracerProvider as _};
use opentelemetry_http::HeaderInjector;
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing::Span;
use tracing::level_filters::LevelFilter;
use tracing_opentelemetry::{MetricsLayer, OpenTelemetrySpanExt};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;
use tucuxi::http::test::Answer;

#[test]
fn a_program_that_logs() {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).init();
}

/// The span of the call and that of its attempt, and the header by which a service joins them.
#[tokio::test]
async fn spans_for_opentelemetry() -> Outcome {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("program"));
    let subscriber = tracing_subscriber::registry().with(spans);
    let _guard = tracing::subscriber::set_default(subscriber);

    let (http, session) = replay([listing(&["a"]).header("x-amz-request-id", "REQUEST")])?;
    let session = session
        .to_builder()
        .trace_context(|headers| {
            let context = Span::current().context();
            TraceContextPropagator::new().inject_context(&context, &mut HeaderInjector(headers));
        })
        .build()?;
    let s3 = tucuxi_s3::Client::new(&session);
    s3.list_objects_v2().bucket("docs").await?;

    let spans = exporter.get_finished_spans()?;
    let [attempt, call] = &*spans else { return Err(format!("{spans:?}").into()) };
    assert_eq!((&*call.name, &call.span_kind), ("S3.ListObjectsV2", &SpanKind::Client));
    assert_eq!(attempt.parent_span_id, call.span_context.span_id());
    let value = |key: &str| {
        let found = call.attributes.iter().find(|attribute| attribute.key.as_str() == key);
        found.map(|attribute| attribute.value.to_string())
    };
    for (key, wanted) in [
        ("rpc.system", "aws-api"),
        ("rpc.service", "S3"),
        ("rpc.method", "ListObjectsV2"),
        ("cloud.region", "eu-west-1"),
        ("aws.request_id", "REQUEST"),
        ("http.response.status_code", "200"),
        ("attempts", "1"),
    ] {
        assert_eq!(value(key).as_deref(), Some(wanted), "{key}");
    }
    let sent = &http.requests()[0];
    let header = sent.headers.get("traceparent").ok_or("no traceparent")?.to_str()?;
    let context = &attempt.span_context;
    assert_eq!(header, format!("00-{}-{}-01", context.trace_id(), context.span_id()));
    let authorization = sent.headers["authorization"].to_str()?;
    assert!(!authorization.contains("traceparent"), "it may be changed on the way: {authorization}");
    Ok(())
}

#[tokio::test]
async fn numbers_for_opentelemetry() -> Outcome {
    let exporter = InMemoryMetricExporter::default();
    let meters =
        SdkMeterProvider::builder().with_reader(PeriodicReader::builder(exporter.clone()).build()).build();
    let metrics = MetricsLayer::new(meters.clone())
        .with_filter(Targets::new().with_target("tucuxi::metrics", LevelFilter::TRACE));
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(metrics));

    let (_, session) = replay([Answer::new(503), listing(&["a"])])?;
    tucuxi_s3::Client::new(&session).list_objects_v2().bucket("docs").await?;

    meters.force_flush()?;
    let exported = format!("{:?}", exporter.get_finished_metrics()?);
    for name in [
        "rpc.client.call.duration",
        "tucuxi.call.attempts",
        "tucuxi.attempt.time_to_first_byte",
        "ListObjectsV2",
    ] {
        assert!(exported.contains(name), "{name} is not in {exported}");
    }
    Ok(())
}
