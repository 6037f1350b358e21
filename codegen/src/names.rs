//! Names of Rust items from names of the models.

use std::collections::HashSet;

/// Words that are written with capitals in odd places and are one word nevertheless.
const WORDS: &[(&str, &str)] = &[
    ("iSCSI", "Iscsi"),
    ("HITs", "Hits"),
    ("PartiQL", "Partiql"),
    ("OAuth2", "Oauth2"),
    ("WhatsApp", "Whatsapp"),
    ("OTel", "Otel"),
];

/// Operations whose boto3 name does not follow the rule.
const IRREGULAR: &[(&str, &str)] =
    &[("CreateOAuth2TokenWithTokenExchange", "create_o_auth2_token_with_token_exchange")];

/// The snake-case name of an operation: what boto3 calls its method.
pub fn operation(name: &str) -> String {
    match IRREGULAR.iter().find(|(irregular, _)| *irregular == name) {
        Some((_, snake)) => (*snake).to_owned(),
        None => snake(name),
    }
}

/// `name` in snake case, by botocore's rule: a capital starts a word when a small letter follows it, or when a
/// small letter or digit stands before it. Capitals before a final `s` are one word with it (`ARNs`).
pub fn snake(name: &str) -> String {
    if name.contains('_') {
        return name.trim_matches('_').to_lowercase();
    }
    let mut text = name.to_owned();
    for (odd, word) in WORDS {
        text = text.replace(odd, word);
    }
    let text = before_words(&split_plural_acronym(&text));
    before_capitals(&text).to_lowercase().trim_matches('_').to_owned()
}

/// `ListARNs` to `List_arns`.
fn split_plural_acronym(name: &str) -> String {
    let Some(stem) = name.strip_suffix('s') else { return name.to_owned() };
    let (head, acronym) = stem.split_at(stem.trim_end_matches(|c: char| c.is_ascii_uppercase()).len());
    if acronym.len() < 2 {
        return name.to_owned();
    }
    format!("{head}_{}s", acronym.to_ascii_lowercase())
}

/// Puts `_` before each capital with small letters behind it that is not the first character.
///
/// The character before the capital belongs to the match, as in `(.)([A-Z][a-z]+)`, so that of two such words of
/// which the second stands right behind the first only the first is found; [`before_capitals`] finds the other.
fn before_words(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    let mut rest = chars.as_slice();
    while let [first, tail @ ..] = rest {
        out.push(*first);
        rest = tail;
        if let [capital, small, ..] = tail
            && capital.is_ascii_uppercase()
            && small.is_ascii_lowercase()
        {
            let letters = 1 + tail[1..].iter().take_while(|c| c.is_ascii_lowercase()).count();
            out.push('_');
            out.extend(&tail[..letters]);
            rest = &tail[letters..];
        }
    }
    out
}

/// Puts `_` between a small letter or digit and a capital.
fn before_capitals(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut small = false;
    for c in name.chars() {
        if small && c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c);
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out
}

/// `name` in the upper case of constants.
pub fn constant(name: &str) -> String {
    let name = snake(name).to_uppercase();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("N{name}") } else { name }
}

/// The type name of a shape: the shape's own name, made a Rust type name where it is none.
pub fn shape(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.contains('_') {
        return name.to_owned();
    }
    join(words(name).map(capitalised))
}

/// The variant for a wire value or union member: `a1.large` is `A1Large`.
pub fn variant(value: &str) -> String {
    let shouting = !value.contains(|c: char| c.is_ascii_lowercase());
    let mut name = join(
        words(value)
            .map(|word| capitalised(&if shouting { word.to_ascii_lowercase() } else { word.to_owned() })),
    );
    if name.is_empty() {
        name.push_str(if value.is_empty() { "Empty" } else { "Other" });
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'V');
    }
    name
}

/// The variant for a wire value or union member, where `Unknown` and `Self` mean something else.
pub fn free_variant(value: &str) -> String {
    match variant(value) {
        name if name == "Unknown" || name == "Self" => name + "Value",
        name => name,
    }
}

/// The runs of letters and digits in `text`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// Words as one; a `_` stays between digits (`1.10` is not `11.0`).
fn join(words: impl Iterator<Item = String>) -> String {
    let digit = |c: char| c.is_ascii_digit();
    words.fold(String::new(), |mut name, word| {
        if name.ends_with(digit) && word.starts_with(digit) {
            name.push('_');
        }
        name.push_str(&word);
        name
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// Whether `name` is a Rust keyword that may be written `r#name`.
pub fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
        "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
        "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
        "while", "yield",
    ];
    KEYWORDS.binary_search(&name).is_ok()
}

/// Names that must differ from each other. A name that is taken gets a `_` behind it.
#[derive(Debug)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which `reserved` are taken.
    pub fn new(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// `name`, or the next free name made from it.
    pub fn claim(&mut self, mut name: String) -> String {
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_boto3_names() {
        for (name, expected) in [
            ("RunInstances", "run_instances"),
            ("ListACLs", "list_acls"),
            ("DescribeVPCs", "describe_vpcs"),
            ("CreateDBInstance", "create_db_instance"),
            ("GetHTTPSUrl", "get_https_url"),
            ("DeleteS3Bucket", "delete_s3_bucket"),
            ("AssociateIPAMResourceV2", "associate_ipam_resource_v2"),
            ("CreateCachediSCSIVolume", "create_cached_iscsi_volume"),
            ("ListHITsForQualificationType", "list_hits_for_qualification_type"),
            ("ExecutePartiQLStatement", "execute_partiql_statement"),
            ("CreateOAuth2Token", "create_oauth2_token"),
            ("CreateOAuth2TokenWithTokenExchange", "create_o_auth2_token_with_token_exchange"),
            ("GetOTelEnrichment", "get_otel_enrichment"),
        ] {
            assert_eq!(operation(name), expected);
        }
    }

    #[test]
    fn members_are_snake_case() {
        for (name, expected) in [
            ("imageId", "image_id"),
            ("VPCs", "vpcs"),
            ("KMSKeyARNs", "kms_key_arns"),
            ("Already_Snake", "already_snake"),
            ("x509Cert", "x509_cert"),
            ("eTag", "e_tag"),
            ("AOf", "a_of"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }

    #[test]
    fn wire_values_become_variants() {
        for (value, expected) in [
            ("a1.large", "A1Large"),
            ("Linux/UNIX", "LinuxUNIX"),
            ("1.10", "V1_10"),
            ("USE_ACTIVE_DIRECTORY", "UseActiveDirectory"),
            ("us-east-1", "UsEast1"),
            ("2.0", "V2_0"),
            ("", "Empty"),
            ("*", "Other"),
            ("InProgress", "InProgress"),
        ] {
            assert_eq!(variant(value), expected);
        }
    }

    #[test]
    fn shapes_become_type_names() {
        assert_eq!(shape("RunInstancesRequest"), "RunInstancesRequest");
        assert_eq!(shape("policyType"), "PolicyType");
        assert_eq!(shape("AbpV1_0_x"), "AbpV1_0X");
    }

    #[test]
    fn a_taken_name_gets_an_underscore() {
        let mut scope = Scope::new(&["send"]);
        let names: Vec<_> = ["send", "a", "a", "a"].map(|name| scope.claim(name.to_owned())).into();
        assert_eq!(names, ["send_", "a", "a_", "a__"]);
    }

    #[test]
    fn keywords_are_known() {
        assert!(is_keyword("type") && is_keyword("override") && is_keyword("gen"));
        assert!(!is_keyword("self") && !is_keyword("name"));
    }
}
