#![allow(clippy::unwrap_used)]
use super::*;
use crate::Session;
use crate::config::{AccountIdEndpointMode, AddressingStyle};
use crate::data::Map;
use crate::endpoint::{BuiltIn, Legacy, Parameter, ParameterType, RuleSet, signing_region};
use crate::jmespath::{Expression, Function};
use crate::reflect::Shape;
use crate::schema::{ContextBinding, ContextValue};
use crate::testing::plain::PLAIN;
use crate::testing::{Everything, operation, service};

const REGION: usize = 0;
const BUCKET: usize = 1;
const PATH_STYLE: usize = 2;
const ARN_REGION: usize = 3;
const GLOBAL: usize = 4;
const TABLES: usize = 5;
const ENDPOINT: usize = 6;
const FIPS: usize = 7;
const MODE: usize = 8;
const ACCOUNT: usize = 9;
const KIND: usize = 10;

const fn string(name: &'static str, built_in: Option<BuiltIn>) -> Parameter {
    Parameter { name, ty: ParameterType::String, built_in, default: None, required: false, cached: true }
}

const fn boolean(name: &'static str, built_in: BuiltIn) -> Parameter {
    Parameter { ty: ParameterType::Boolean, ..string(name, Some(built_in)) }
}

const PARAMETERS: &[Parameter] = &[
    string("Region", Some(BuiltIn::Region)),
    string("Bucket", None),
    boolean("ForcePathStyle", BuiltIn::S3ForcePathStyle),
    boolean("UseArnRegion", BuiltIn::S3ControlUseArnRegion),
    boolean("UseGlobalEndpoint", BuiltIn::S3UseGlobalEndpoint),
    Parameter { ty: ParameterType::StringArray, ..string("Tables", None) },
    string("Endpoint", Some(BuiltIn::Endpoint)),
    boolean("UseFIPS", BuiltIn::UseFips),
    string("AccountIdEndpointMode", Some(BuiltIn::AccountIdEndpointMode)),
    string("AccountId", Some(BuiltIn::AccountId)),
    Parameter { default: Some(ContextValue::String("default")), ..string("Kind", None) },
];

const RULES: RuleSet = RuleSet {
    parameters: PARAMETERS,
    conditions: &[],
    endpoints: &[],
    errors: &[],
    rules: &[],
    slots: PARAMETERS.len(),
    partitions: &[],
    legacy: Legacy { global_region: Some("aws-global"), signing_regions: &[("aws-global", "us-east-1")] },
};

static SERVICE: ServiceSchema = ServiceSchema {
    rules: &RULES,
    client_context: &[ClientContext { parameter: ARN_REGION, name: "use_arn_region", default: None }],
    ..service(PLAIN)
};

static ACT: OperationSchema = OperationSchema {
    context: &[
        ContextBinding { parameter: KIND, source: ContextSource::Static(ContextValue::String("fixed")) },
        // Everything's first member, `Text`.
        ContextBinding { parameter: BUCKET, source: ContextSource::Member(0) },
        ContextBinding {
            parameter: TABLES,
            source: ContextSource::Path(&Expression::Call(Function::Keys, &[Expression::Field("Map")])),
        },
        ContextBinding { parameter: BUCKET, source: ContextSource::Path(&Expression::Field("Secret")) },
    ],
    ..operation(&SERVICE)
};

static LOCATE: OperationSchema = OperationSchema { name: "GetBucketLocation", ..operation(&SERVICE) };

fn config(change: impl FnOnce(&mut ClientConfig)) -> ClientConfig {
    let session = Session::builder().env([("", ""); 0]).region("eu-west-1").build().unwrap();
    let mut config = session.client_config(&SERVICE).unwrap();
    change(&mut config);
    config
}

fn bucket(name: &str) -> Everything {
    Everything { text: Some(name.into()), ..Everything::default() }
}

/// The value a call has for a parameter, as text.
fn value(
    operation: &'static OperationSchema,
    input: &dyn Shape,
    config: &ClientConfig,
    parameter: usize,
) -> String {
    match &params(&SERVICE, operation, input, config, Some("12")).values[parameter] {
        Value::Null => "-".into(),
        Value::Boolean(value) => value.to_string(),
        Value::String(text) => text.to_string(),
        Value::Strings(texts) => texts.join("+"),
        other => other.kind().into(),
    }
}

#[test]
fn constants_members_and_expressions_come_before_settings_and_defaults() {
    let mut input = bucket("river");
    input.map = Some(Map::from([("a", 1), ("b", 2)]));
    input.secret = Some("second".into());
    let config = config(|_| {});
    assert_eq!(value(&ACT, &input, &config, KIND), "fixed");
    assert_eq!(value(&LOCATE, &input, &config, KIND), "default");
    assert_eq!(value(&ACT, &input, &config, BUCKET), "river");
    assert_eq!(value(&ACT, &input, &config, TABLES), "a+b");
    input.text = None;
    assert_eq!(value(&ACT, &input, &config, BUCKET), "second");
    assert_eq!(value(&LOCATE, &input, &config, BUCKET), "-");
}

#[test]
fn client_configuration_comes_before_the_built_in_setting() {
    let input = bucket("river");
    assert_eq!(value(&ACT, &input, &config(|_| {}), ARN_REGION), "false");
    let by_name = config(|config| config.client_context.push(("use_arn_region".into(), true)));
    assert_eq!(value(&ACT, &input, &by_name, ARN_REGION), "true");
    let both = config(|config| {
        config.client_context.push(("use_arn_region".into(), true));
        config.s3.use_arn_region = Some(false);
    });
    assert_eq!(value(&ACT, &input, &both, ARN_REGION), "false");
}

#[test]
fn an_endpoint_url_switches_fips_off() {
    let input = bucket("river");
    let fips = config(|config| config.use_fips = true);
    assert_eq!(value(&ACT, &input, &fips, FIPS), "true");
    let own = config(|config| {
        config.use_fips = true;
        config.endpoint_url = Some("http://localhost".into());
    });
    assert_eq!(value(&ACT, &input, &own, FIPS), "false");
    assert_eq!(value(&ACT, &input, &own, ENDPOINT), "http://localhost");
}

#[test]
fn a_bucket_goes_into_the_path_where_it_must() {
    let path_style = |operation, bucket: &str, change: fn(&mut ClientConfig)| {
        value(operation, &self::bucket(bucket), &config(change), PATH_STYLE)
    };
    let own = |config: &mut ClientConfig| config.endpoint_url = Some("http://localhost:9000".into());
    assert_eq!(path_style(&ACT, "river", |_| {}), "false");
    assert_eq!(
        path_style(&ACT, "river", |config| config.s3.addressing_style = AddressingStyle::Path),
        "true"
    );
    assert_eq!(path_style(&ACT, "river", own), "true");
    let forced = |config: &mut ClientConfig| {
        config.endpoint_url = Some("http://localhost:9000".into());
        config.s3.addressing_style = AddressingStyle::Virtual;
    };
    assert_eq!(path_style(&ACT, "river", forced), "false");
    let accelerate = |config: &mut ClientConfig| {
        config.endpoint_url = Some("https://s3-accelerate.dualstack.amazonaws.com".into());
    };
    assert_eq!(path_style(&ACT, "river", accelerate), "false");
    assert_eq!(path_style(&ACT, "arn:aws:s3:eu-west-1:12:accesspoint/a", own), "false");
    assert_eq!(path_style(&LOCATE, "river", |_| {}), "true");
}

#[test]
fn global_endpoints_serve_where_no_region_is_set() {
    let input = bucket("river");
    let none = config(|config| config.region = None);
    // S3 by default: the host without a region, in the terms of us-east-1.
    assert_eq!(value(&ACT, &input, &none, REGION), "us-east-1");
    assert_eq!(value(&ACT, &input, &none, GLOBAL), "true");
    let regional = config(|config| {
        config.region = None;
        config.s3.us_east_1_regional = true;
    });
    assert_eq!(value(&ACT, &input, &regional, REGION), "aws-global");
    assert_eq!(value(&ACT, &input, &regional, GLOBAL), "false");
    assert_eq!(signing_region(&SERVICE, &regional), Some("us-east-1"));
    assert_eq!(signing_region(&SERVICE, &config(|_| {})), Some("eu-west-1"));
    assert_eq!(value(&ACT, &input, &config(|_| {}), GLOBAL), "false");
}

#[test]
fn unsigned_calls_have_no_account() {
    let input = bucket("river");
    assert_eq!(value(&ACT, &input, &config(|_| {}), ACCOUNT), "12");
    assert_eq!(value(&ACT, &input, &config(|_| {}), MODE), "preferred");
    let required = config(|config| config.account_id_endpoint_mode = AccountIdEndpointMode::Required);
    assert_eq!(value(&ACT, &input, &required, MODE), "required");
    assert_eq!(value(&ACT, &input, &config(|config| config.anonymous = true), MODE), "disabled");
}

#[test]
fn without_a_region_the_error_tells_where_to_set_one() {
    const REGIONAL: RuleSet = RuleSet { legacy: Legacy::NONE, ..RULES };
    static LAKE: ServiceSchema = ServiceSchema { id: "Lake Service", rules: &REGIONAL, ..service(PLAIN) };
    let none = config(|config| {
        config.region = None;
        config.s3.us_east_1_regional = true;
    });
    let input = bucket("river");
    let params = params(&LAKE, &LOCATE, &input, &none, None);
    let error = crate::endpoint::Resolver::new(&REGIONAL).resolve(&params).unwrap_err();
    assert_eq!(error.kind(), crate::error::ErrorKind::Configuration);
    assert!(error.to_string().contains("Lake Service"), "{error}");
    assert!(error.to_string().contains("AWS_DEFAULT_REGION"), "{error}");
}
