#![allow(clippy::unwrap_used)]

use super::*;
use crate::project::Project;

#[test]
fn the_synonyms_can_be_read_and_each_leads_to_one_service() {
    let table: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../synonyms.toml")).unwrap();
    assert_eq!(*SYNONYMS, table);
    let mut all: Vec<_> = table.values().flatten().collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
    let names = Names::only(table.keys().cloned().collect());
    for (service, synonyms) in &table {
        for synonym in synonyms {
            assert_eq!(names.suggestions(synonym).first(), Some(&service.as_str()), "{synonym}");
        }
    }
}

#[test]
fn services_are_found_by_what_their_models_call_them() {
    let dir = tempfile::tempdir().unwrap();
    let project = Project::at(dir.path());
    for (name, metadata) in [
        (
            "notes",
            r#""serviceId": "Note Keeper", "serviceFullName": "Amazon Simple Note Service", "uid": "quill-2020-01-02""#,
        ),
        (
            "ink",
            r#""serviceId": "Ink", "serviceFullName": "AWS Ink", "serviceAbbreviation": "Blue Ink", "signingName": "inkpot""#,
        ),
    ] {
        let data = project.model_data().join(name);
        std::fs::create_dir_all(&data).unwrap();
        let model = format!("{{\"metadata\": {{\"endpointPrefix\": \"{name}-api\", {metadata}}}}}");
        std::fs::write(data.join("service.json"), model).unwrap();
    }
    let models = Models::of(&project);
    let names = Names::of(&models).unwrap();
    for (text, expected) in [
        ("note keeper", "notes"),
        ("aws-sdk-notekeeper", "notes"),
        ("simple note service", "notes"),
        ("notes-api", "notes"),
        ("quill", "notes"),
        ("blue ink", "ink"),
        ("inkpot", "ink"),
    ] {
        let error = names.check(text).unwrap_err().to_string();
        assert_eq!(error, format!("unknown service {text:?}; did you mean {expected}?"));
    }
    let error = names.check("paper").unwrap_err().to_string();
    assert_eq!(error, "unknown service \"paper\"; there are ink, notes");
    names.check("ink").unwrap();
}

#[test]
fn unknown_names_get_suggestions_or_a_list() {
    let told = |name: &str, known: &[&str]| {
        check("stage", name, &known.iter().map(|name| (*name).to_owned()).collect()).unwrap_err().to_string()
    };
    assert_eq!(told("lint", &["lints", "unit"]), "unknown stage \"lint\"; did you mean lints?");
    assert_eq!(told("nope", &["lints", "unit"]), "unknown stage \"nope\"; there are lints, unit");
    let many: Vec<_> = (0..30).map(|number| format!("service{number}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    assert_eq!(told("zzz", &many), "unknown stage \"zzz\"; none of the 30 has a name like it");
}

#[test]
fn synonyms_do_without_models() {
    let names = Names::only(["ec2", "elb", "elbv2", "rds"].map(str::to_owned).into());
    let error = names.check("alb").unwrap_err().to_string();
    assert!(error.starts_with("unknown service \"alb\"; did you mean elbv2"), "{error}");
    assert_eq!(
        names.check("Aurora").unwrap_err().to_string(),
        "unknown service \"Aurora\"; did you mean rds?"
    );
}
/// What people type, and the first suggestion that they should get.
const TYPED: [(&str, &str); 86] = [
    // slips
    ("ec3", "ec2"),
    ("ecs2", "ecs"),
    ("s4", "s3"),
    ("lamda", "lambda"),
    ("lamdba", "lambda"),
    ("lambdas", "lambda"),
    ("secretmanager", "secretsmanager"),
    ("secretsmanger", "secretsmanager"),
    ("cloudfromation", "cloudformation"),
    ("cloudwach", "cloudwatch"),
    ("dynamdb", "dynamodb"),
    ("rout53", "route53"),
    ("route54", "route53"),
    ("redshfit", "redshift"),
    ("kenesis", "kinesis"),
    ("athenna", "athena"),
    ("bedrok", "bedrock"),
    ("sagmaker", "sagemaker"),
    ("apigatewayv3", "apigatewayv2"),
    ("elasticach", "elasticache"),
    ("organisations", "organizations"),
    ("rekognitoin", "rekognition"),
    ("waf v2", "wafv2"),
    // separators, case, prefixes
    ("EC2", "ec2"),
    ("Secrets_Manager", "secretsmanager"),
    ("secrets-manager", "secretsmanager"),
    ("step functions", "stepfunctions"),
    ("StepFunctions", "stepfunctions"),
    ("cognito_idp", "cognito-idp"),
    ("bedrockruntime", "bedrock-runtime"),
    ("x-ray", "xray"),
    ("route 53", "route53"),
    ("tucuxi-s3", "s3"),
    ("dynamo", "dynamodb"),
    ("beanstalk", "elasticbeanstalk"),
    ("certificate manager", "acm"),
    ("container registry", "ecr"),
    ("kubernetes", "eks"),
    ("load balancing", "elbv2"),
    // ids, crates of aws-sdk-rust, titles
    ("sfn", "stepfunctions"),
    ("aws-sdk-sfn", "stepfunctions"),
    ("aws-sdk-cloudwatchlogs", "logs"),
    ("aws-sdk-cognitoidentityprovider", "cognito-idp"),
    ("aws-sdk-costexplorer", "ce"),
    ("aws-sdk-databasemigration", "dms"),
    ("@aws-sdk/client-eventbridge", "events"),
    ("cloudwatch logs", "logs"),
    ("cloudwatchlogs", "logs"),
    ("eventbridge", "events"),
    ("cost explorer", "ce"),
    ("elasticsearch", "es"),
    ("simple queue service", "sqs"),
    ("Amazon Simple Notification Service", "sns"),
    ("simple storage service", "s3"),
    ("relational database", "rds"),
    ("identity and access management", "iam"),
    ("security token service", "sts"),
    ("elastic file system", "efs"),
    ("cloud map", "servicediscovery"),
    ("elastic compute cloud", "ec2"),
    // endpoint prefixes and signing names
    ("elasticloadbalancing", "elb"),
    ("monitoring", "cloudwatch"),
    ("email", "ses"),
    ("states", "stepfunctions"),
    ("elasticfilesystem", "efs"),
    ("elasticmapreduce", "emr"),
    ("tagging", "resourcegroupstaggingapi"),
    // what the models do not say
    ("alb", "elbv2"),
    ("nlb", "elbv2"),
    ("load balancer", "elbv2"),
    ("classic load balancer", "elb"),
    ("parameter store", "ssm"),
    ("paramter store", "ssm"),
    ("systems manager", "ssm"),
    ("msk", "kafka"),
    ("documentdb", "docdb"),
    ("aurora", "rds"),
    ("postgres", "rds"),
    ("fargate", "ecs"),
    ("cognito", "cognito-idp"),
    ("user pools", "cognito-idp"),
    ("identity pools", "cognito-identity"),
    ("vpc", "ec2"),
    ("identity center", "sso-admin"),
    ("s3api", "s3"),
    ("redis", "elasticache"),
];

/// Reads the models that `cargo xtask models fetch` gets; the stage `codegen` runs it.
#[test]
#[ignore = "needs the fetched models"]
fn people_find_what_they_mean_among_all_services() {
    let project = Project::find().unwrap();
    let models = Models::of(&project);
    let names = Names::of(&models).unwrap();
    let wrong = |(typed, expected): &(&str, &str)| {
        let suggestions = names.suggestions(typed);
        let named = names.all().contains(*typed);
        (named || suggestions.first() != Some(expected))
            .then(|| format!("{typed}: {suggestions:?}, not {expected}"))
    };
    assert_eq!(TYPED.iter().filter_map(wrong).collect::<Vec<_>>(), Vec::<String>::new());
    for typed in ["mainframe", "zzz", "kubectl", "dropbox"] {
        assert_eq!(names.suggestions(typed), Vec::<&str>::new(), "{typed}");
    }
    for (service, synonyms) in &*SYNONYMS {
        assert!(names.all().contains(service), "synonyms.toml: there is no service {service}");
        for synonym in synonyms {
            assert_eq!(names.suggestions(synonym).first(), Some(&service.as_str()), "{synonym}");
        }
    }
}
