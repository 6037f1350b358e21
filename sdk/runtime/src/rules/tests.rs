#![allow(clippy::unwrap_used)]
use super::{
    Attribute, AuthTemplate, BuiltIn, Condition, Endpoint, EndpointAuth, EndpointTemplate, Expression,
    Function, Legacy, Parameter, ParameterType, Params, Partition, Piece, RegionPart, Resolver, Rule,
    RuleSet,
};
use crate::error::{Error, ErrorKind};
use crate::layout::{AuthScheme, ContextValue};
use std::sync::Arc;

const PARTITIONS: &[Partition] = &[Partition {
    name: "aws",
    regions: &["us-east-1"],
    region_pattern: &[RegionPart::Text("us-"), RegionPart::Word, RegionPart::Text("-"), RegionPart::Digits],
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: "api.aws",
    implicit_global_region: "us-east-1",
    supports_fips: true,
    supports_dual_stack: true,
}];

const REGION: usize = 0;
const FIPS: usize = 1;
const ENDPOINT: usize = 2;
const BUCKET: usize = 3;
const KEY: usize = 4;
const TABLES: usize = 5;
const fn parameter(name: &'static str, ty: ParameterType) -> Parameter {
    Parameter { name, ty, built_in: None, default: None, required: false, cached: true }
}

/// Rules in the manner of a service with buckets. Variables: 6 is a partition, a URL or an ARN, 7 a part of an ARN.
static RULES: RuleSet = RuleSet {
    parameters: &[
        Parameter { built_in: Some(BuiltIn::Region), ..parameter("Region", ParameterType::String) },
        Parameter {
            built_in: Some(BuiltIn::UseFips),
            default: Some(ContextValue::Boolean(false)),
            required: true,
            ..parameter("UseFIPS", ParameterType::Boolean)
        },
        Parameter { built_in: Some(BuiltIn::Endpoint), ..parameter("Endpoint", ParameterType::String) },
        parameter("Bucket", ParameterType::String),
        Parameter { cached: false, ..parameter("Key", ParameterType::String) },
        parameter("Tables", ParameterType::StringArray),
    ],
    conditions: &[
        // 0
        Condition::new(Function::IsSet(Expression::Slot(2))),
        Condition::new(Function::BooleanEquals(Expression::Slot(1), Expression::Boolean(true))),
        Condition::assign(6, Function::ParseUrl(Expression::Slot(2))),
        Condition::assign(6, Function::ParseArn(Expression::Slot(3))),
        // 4
        Condition::assign(7, Function::GetAttribute(Expression::Slot(6), Attribute::ResourcePart(1))),
        Condition::new(Function::IsSet(Expression::Slot(0))),
        Condition::assign(6, Function::Partition(Expression::Slot(0))),
        Condition::new(Function::IsVirtualHostableBucket(Expression::Slot(3), false)),
        // 8
        Condition::new(Function::Not(Expression::Call(&Function::IsSet(Expression::Slot(3))))),
        Condition::assign(7, Function::UriEncode(Expression::Slot(3))),
        Condition::assign(7, Function::GetAttribute(Expression::Slot(5), Attribute::Item(1))),
    ],
    endpoints: &[
        EndpointTemplate::new(Expression::Template(&[
            Piece::Attribute(6, Attribute::Scheme),
            Piece::Text("://"),
            Piece::Attribute(6, Attribute::Authority),
        ])),
        EndpointTemplate::new(Expression::Template(&[
            Piece::Text("https://"),
            Piece::Slot(7),
            Piece::Text(".arn"),
        ]))
        .headers(&[(
            "x-amz-account-id",
            Expression::Call(&Function::GetAttribute(Expression::Slot(6), Attribute::AccountId)),
        )]),
        EndpointTemplate::new(Expression::Template(&[
            Piece::Text("https://"),
            Piece::Slot(3),
            Piece::Text("."),
            Piece::Slot(0),
            Piece::Text("."),
            Piece::Attribute(6, Attribute::DnsSuffix),
        ]))
        .auth(&[AuthTemplate {
            scheme: AuthScheme::SigV4a,
            signing_name: Some(Expression::Text("bucket")),
            signing_regions: &[Expression::Slot(0), Expression::Text("*")],
            disable_double_encoding: true,
        }])
        .backend(Expression::Text("S3Express"))
        .metric_values(&["O"]),
        EndpointTemplate::new(Expression::Template(&[Piece::Text("https://path/"), Piece::Slot(7)])),
        EndpointTemplate::new(Expression::Template(&[Piece::Text("https://tables/"), Piece::Slot(7)])),
    ],
    errors: &[
        Expression::Text("FIPS and custom endpoint are not supported"),
        Expression::Template(&[Piece::Text("Bucket missing in "), Piece::Slot(0)]),
        Expression::Text("Missing Region"),
    ],
    rules: &[
        Rule::Tree { conditions: &[0], end: 3 },
        Rule::Error { conditions: &[1], error: 0 },
        Rule::Endpoint { conditions: &[2], endpoint: 0 },
        // 3: an ARN without a second part falls through to what follows.
        Rule::Tree { conditions: &[3], end: 5 },
        Rule::Endpoint { conditions: &[4], endpoint: 1 },
        // 5
        Rule::Endpoint { conditions: &[10], endpoint: 4 },
        Rule::Tree { conditions: &[5, 6], end: 10 },
        Rule::Endpoint { conditions: &[7], endpoint: 2 },
        Rule::Error { conditions: &[8], error: 1 },
        Rule::Endpoint { conditions: &[9], endpoint: 3 },
        Rule::Error { conditions: &[], error: 2 },
    ],
    slots: 8,
    partitions: PARTITIONS,
    legacy: Legacy { global_region: None, signing_regions: &[("us-moon-1", "us-east-1")] },
};

fn params(strings: &[(usize, &'static str)]) -> Params<'static> {
    let mut params = Params::new(&RULES);
    for (index, value) in strings {
        params.set_string(*index, *value);
    }
    params
}

fn resolve(params: &Params<'_>) -> Result<Arc<Endpoint>, Error> {
    Resolver::new(&RULES).resolve(params)
}

fn url(strings: &[(usize, &'static str)]) -> String {
    resolve(&params(strings)).unwrap().url.clone()
}

#[test]
fn the_first_rule_that_holds_answers() {
    assert_eq!(url(&[(ENDPOINT, "http://localhost:4566/x")]), "http://localhost:4566");
    assert_eq!(url(&[(REGION, "us-moon-1"), (BUCKET, "river")]), "https://river.us-moon-1.amazonaws.com");
    assert_eq!(url(&[(REGION, "us-moon-1"), (BUCKET, "Ri ver")]), "https://path/Ri%20ver");
}

#[test]
fn a_tree_without_a_result_falls_through() {
    assert_eq!(url(&[(ENDPOINT, "no url"), (REGION, "us-moon-1"), (BUCKET, "river")]).find("river"), Some(8));
    assert_eq!(url(&[(BUCKET, "arn:aws:s3::12:bucket:river")]), "https://river.arn");
    assert_eq!(
        url(&[(BUCKET, "arn:aws:s3::12:bucket"), (REGION, "us-moon-1")]),
        "https://path/arn%3Aaws%3As3%3A%3A12%3Abucket"
    );
}

#[test]
fn an_endpoint_has_headers_schemes_and_a_backend() {
    let arn = resolve(&params(&[(BUCKET, "arn:aws:s3::12:bucket:river")])).unwrap();
    assert_eq!(arn.headers, [("x-amz-account-id".to_owned(), "12".to_owned())]);
    let bucket = resolve(&params(&[(BUCKET, "river"), (REGION, "us-moon-1")])).unwrap();
    let auth = EndpointAuth {
        scheme: AuthScheme::SigV4a,
        signing_name: Some("bucket".into()),
        signing_region: Some("us-moon-1,*".into()),
        disable_double_encoding: true,
    };
    assert_eq!(bucket.auth_schemes, [auth]);
    assert_eq!(bucket.backend.as_deref(), Some("S3Express"));
    assert_eq!(bucket.metric_values, ["O"]);
}

#[test]
fn lists_give_their_items() {
    let mut params = params(&[]);
    params.set_strings(TABLES, ["a", "b"]);
    assert_eq!(resolve(&params).unwrap().url, "https://tables/b");
    params.set_strings(TABLES, ["a"]);
    assert!(resolve(&params).is_err());
}

#[test]
fn a_refusal_says_the_rule_and_the_parameters() {
    let mut params = params(&[(ENDPOINT, "http://localhost"), (REGION, "us-moon-1")]);
    params.set_boolean(FIPS, true);
    let error = resolve(&params).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Endpoint);
    assert_eq!(
        error.to_string(),
        "FIPS and custom endpoint are not supported (endpoint parameters: Region=us-moon-1, UseFIPS=true, \
         Endpoint=http://localhost)"
    );
    let missing = resolve(&self::params(&[(REGION, "us-moon-1")])).unwrap_err().to_string();
    assert!(missing.starts_with("Bucket missing in us-moon-1 ("), "{missing}");
}

#[test]
fn without_a_region_the_error_says_where_it_was_looked_for() {
    let mut params = params(&[]);
    params.client = Some(("River Service", "AWS_DEFAULT_REGION, profile `default`"));
    let error = resolve(&params).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(
        text.contains("River Service") && text.contains("AWS_DEFAULT_REGION, profile `default`"),
        "{text}"
    );
}

#[test]
fn values_of_a_wrong_type_are_refused() {
    let mut params = params(&[(FIPS, "yes")]);
    assert!(resolve(&params).unwrap_err().to_string().contains("UseFIPS"));
    params.set(FIPS, super::value::Value::Null);
    assert!(resolve(&params).unwrap_err().to_string().contains("UseFIPS is required"));
}

#[test]
fn results_are_remembered_by_the_parameters_that_matter() {
    let resolver = Resolver::new(&RULES);
    let ask = |bucket: &'static str, key: &'static str| {
        resolver.resolve(&params(&[(REGION, "us-moon-1"), (BUCKET, bucket), (KEY, key)])).unwrap()
    };
    let first = ask("river", "a");
    assert!(Arc::ptr_eq(&first, &ask("river", "b")));
    assert!(!Arc::ptr_eq(&first, &ask("stream", "a")));
}

#[test]
fn the_least_recently_used_result_is_forgotten() {
    let resolver = Resolver::new(&RULES);
    let ask = |bucket: String| {
        let mut params = params(&[(REGION, "us-moon-1")]);
        params.set_string(BUCKET, bucket);
        resolver.resolve(&params).unwrap()
    };
    let (kept, lost) = (ask("kept".into()), ask("lost".into()));
    for number in 0..99 {
        ask(format!("bucket-{number}"));
        assert!(Arc::ptr_eq(&kept, &ask("kept".into())));
    }
    assert!(!Arc::ptr_eq(&lost, &ask("lost".into())));
}

#[test]
fn a_signing_region_can_differ_from_the_region() {
    assert_eq!(RULES.signing_region("us-moon-1"), "us-east-1");
    assert_eq!(RULES.signing_region("us-east-2"), "us-east-2");
}
