//! Suggestions for misspelt names of services and operations: `ec3`, `simple queue service`, `ListInstances`.
//!
//! The likeness of two names is a number from 0 to 1. It does not depend on case and separators. It considers misspelling,
//! beginnings, words, and verbs that mean the same.

mod distance;

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What kind of name a thing is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name to use, or a synonym that people know.
    Name,
    /// A title in words, such as `Amazon Simple Queue Service`.
    Title,
    /// An identifier for machines, such as an endpoint prefix. It counts only if it is given exactly: many things share one.
    Code,
}

/// A name of a thing that can be suggested.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a, 'b> {
    /// What to suggest.
    pub answer: &'a str,
    /// What the thing is called.
    pub called: &'b str,
    /// What kind of name `called` is.
    pub kind: Kind,
}

/// The likeness below which nothing is suggested.
const LEAST: f64 = 0.62;

/// How far the likeness of further suggestions may be below that of the first.
const SPREAD: f64 = 0.1;

/// Returns at most three of the answers in `known` that `text` may stand for, the likeliest first.
pub fn suggest<'a, 'b>(text: &str, known: impl IntoIterator<Item = Known<'a, 'b>>) -> Vec<&'a str> {
    let typed = Words::of(text);
    let mut scores = BTreeMap::<&str, f64>::new();
    for Known { answer, called, kind } in known {
        let (called, likeness) = (Words::of(called), |called| typed.likeness(called));
        let score = match kind {
            Kind::Name => likeness(&called),
            Kind::Title => 0.96 * likeness(&called),
            Kind::Code if typed.is(&called) => 0.92,
            Kind::Code => 0.0,
        };
        let best = scores.entry(answer).or_default();
        *best = best.max(score);
    }
    let mut found: Vec<_> = scores.into_iter().filter(|(_, score)| *score >= LEAST).collect();
    found.sort_by(|(a, one), (b, other)| other.total_cmp(one).then_with(|| shorter(a, b)));
    let least = found.first().map_or(1.0, |(_, score)| score - SPREAD);
    found.into_iter().filter(|(_, score)| *score >= least).map(|(answer, _)| answer).take(3).collect()
}

/// As [`suggest`], where things are called by the names to use only.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    suggest(text, names.into_iter().map(|name| Known { answer: name, called: name, kind: Kind::Name }))
}

/// Returns `a`, `a or b`, or `a, b or c`.
pub fn alternatives(names: &[impl AsRef<str>]) -> String {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn shorter(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// Words before a name that say whose it is: `aws-sdk-s3`, `Amazon S3`, `tucuxi-s3`.
const OWNERS: [&str; 5] = ["amazon", "aws", "client", "sdk", "tucuxi"];

/// Verbs of operations that mean much the same.
const VERBS: [&[&str]; 4] = [
    &["describe", "fetch", "get", "list", "query", "read", "show"],
    &["add", "create", "insert", "make", "new", "put", "run"],
    &["delete", "destroy", "drop", "remove", "terminate"],
    &["change", "edit", "modify", "put", "set", "update"],
];

/// A name in words, without case and separators.
struct Words {
    words: Vec<String>,
    /// All words in one.
    plain: Vec<char>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut before = ' ';
        for letter in text.chars() {
            if letter.is_alphanumeric() {
                let begins = !before.is_alphanumeric() || (before.is_lowercase() && letter.is_uppercase());
                if begins {
                    words.push(String::new());
                }
                words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
            }
            before = letter;
        }
        let owners = words.iter().take_while(|word| OWNERS.contains(&word.as_str())).count();
        words.drain(..owners.min(words.len().saturating_sub(1)));
        Self { plain: words.iter().flat_map(|word| word.chars()).collect(), words }
    }

    fn is(&self, other: &Self) -> bool {
        self.plain == other.plain
    }

    /// How likely it is that who typed `self` means `called`.
    fn likeness(&self, called: &Self) -> f64 {
        if self.is(called) {
            return 1.0;
        }
        let kinds = [self.misspelt(called), self.begins(called), self.in_words(called), self.verb(called)];
        kinds.into_iter().fold(0.0, f64::max)
    }

    /// The part of the longer name that the shorter one covers.
    fn covered(&self, called: &Self) -> f64 {
        let (one, other) = (self.plain.len(), called.plain.len());
        one.min(other) as f64 / one.max(other).max(1) as f64
    }

    fn misspelt(&self, called: &Self) -> f64 {
        let allowed = match self.plain.len() {
            0..=2 => 0.5,
            3..=4 => 1.0,
            5..=7 => 2.0,
            letters => letters as f64 / 4.0,
        };
        let longer = self.plain.len().max(called.plain.len());
        if longer - self.plain.len().min(called.plain.len()) > allowed.ceil() as usize * 2 {
            return 0.0;
        }
        let distance = distance::distance(&self.plain, &called.plain);
        if distance <= allowed { 0.98 * (1.0 - 0.8 * distance / longer as f64) } else { 0.0 }
    }

    /// One begins with the other: `dynamo`, or `sqs queue`.
    fn begins(&self, called: &Self) -> f64 {
        let begun = called.plain.starts_with(&self.plain) && self.plain.len() >= 2;
        let continued = self.plain.starts_with(&called.plain) && called.plain.len() >= 3;
        if begun || continued { 0.75 + 0.2 * self.covered(called) } else { 0.0 }
    }

    /// All that is typed is in the words of the name: `container registry`.
    fn in_words(&self, called: &Self) -> f64 {
        let has = |word: &String| {
            word.len() >= 3 && called.words.iter().any(|other| other.starts_with(word.trim_end_matches('s')))
        };
        let all = !self.words.is_empty() && self.words.iter().all(has);
        if all { 0.7 + 0.15 * self.covered(called) } else { 0.0 }
    }

    /// Another verb, and otherwise the same: `ListInstances` for `DescribeInstances`.
    fn verb(&self, called: &Self) -> f64 {
        let (Some((mine, rest)), Some((theirs, others))) =
            (self.words.split_first(), called.words.split_first())
        else {
            return 0.0;
        };
        let alike =
            VERBS.iter().any(|verbs| verbs.contains(&mine.as_str()) && verbs.contains(&theirs.as_str()));
        let singular = |words: &[String]| words.concat().trim_end_matches('s').to_owned();
        if alike && !rest.is_empty() && singular(rest) == singular(others) { 0.88 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: [&str; 20] = [
        "cognito-idp",
        "dynamodb",
        "dynamodbstreams",
        "ec2",
        "ecr",
        "ecs",
        "elasticache",
        "elb",
        "elbv2",
        "es",
        "events",
        "lambda",
        "lambda-core",
        "logs",
        "route53",
        "route53domains",
        "s3",
        "s3control",
        "secretsmanager",
        "sqs",
    ];

    #[test]
    fn misspelt_services_are_found() {
        for (text, expected) in [
            ("ec3", "ec2"),
            ("EC2", "ec2"),
            ("secretmanager", "secretsmanager"),
            ("secrets-manager", "secretsmanager"),
            ("Secrets Manager", "secretsmanager"),
            ("lamda", "lambda"),
            ("lamdba", "lambda"),
            ("lambdas", "lambda"),
            ("s4", "s3"),
            ("sq", "sqs"),
            ("dynamo", "dynamodb"),
            ("dynamdb", "dynamodb"),
            ("DynamoDB_Streams", "dynamodbstreams"),
            ("rout53", "route53"),
            ("cognito", "cognito-idp"),
            ("elbv3", "elbv2"),
            ("aws-sdk-s3", "s3"),
            ("tucuxi-sqs", "sqs"),
            ("sqs-queue", "sqs"),
        ] {
            assert_eq!(nearest(text, SERVICES).first(), Some(&expected), "{text}");
        }
        for text in ["", "-", "x", "zzz", "mainframe", "q"] {
            assert_eq!(nearest(text, SERVICES), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn only_what_is_about_as_likely_is_suggested() {
        assert_eq!(nearest("dynamo", SERVICES), ["dynamodb", "dynamodbstreams"]);
        assert_eq!(nearest("secretmanager", SERVICES), ["secretsmanager"]);
        assert_eq!(nearest("ec9", SERVICES), ["ec2"]);
        assert_eq!(alternatives(&nearest("ecx", SERVICES)), "ec2, ecr or ecs");
        assert_eq!(alternatives(&nearest("dynamo", SERVICES)), "dynamodb or dynamodbstreams");
    }

    #[test]
    fn misspelt_operations_are_found() {
        let operations = [
            "DeleteItem",
            "DescribeInstances",
            "GetItem",
            "GetObject",
            "GetObjectAcl",
            "ListBuckets",
            "ListObjects",
            "ListObjectsV2",
            "ModifyVpcAttribute",
            "PutItem",
            "Query",
            "RunInstances",
            "StopInstances",
            "TerminateInstances",
        ];
        for (text, expected) in [
            ("GetObjct", "GetObject"),
            ("get_object", "GetObject"),
            ("get-object-acl", "GetObjectAcl"),
            ("listbuckets", "ListBuckets"),
            ("ListBucket", "ListBuckets"),
            ("ListInstances", "DescribeInstances"),
            ("describe_instance", "DescribeInstances"),
            ("CreateInstances", "RunInstances"),
            ("DeleteInstances", "TerminateInstances"),
            ("RemoveItem", "DeleteItem"),
            ("UpdateVpcAttribute", "ModifyVpcAttribute"),
            ("ListObjectV2", "ListObjectsV2"),
            ("PutItems", "PutItem"),
        ] {
            assert_eq!(nearest(text, operations).first(), Some(&expected), "{text}");
        }
        assert_eq!(nearest("AssumeRole", operations), Vec::<&str>::new());
    }

    #[test]
    fn titles_and_codes_lead_to_names() {
        let row = |answer, called, kind| Known { answer, called, kind };
        let known = [
            row("sqs", "Amazon Simple Queue Service", Kind::Title),
            row("ses", "Amazon Simple Email Service", Kind::Title),
            row("ses", "email", Kind::Code),
            row("ecr", "Amazon EC2 Container Registry", Kind::Title),
            row("docdb", "rds", Kind::Code),
        ];
        for (text, expected) in [
            ("simple queue service", "sqs"),
            ("SimpleQueueServise", "sqs"),
            ("simple queue", "sqs"),
            ("email", "ses"),
            ("container registry", "ecr"),
            ("rds", "docdb"),
        ] {
            assert_eq!(suggest(text, known).first(), Some(&expected), "{text}");
        }
        assert_eq!(suggest("rdss", known), Vec::<&str>::new());
    }
}
