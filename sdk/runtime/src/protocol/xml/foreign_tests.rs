//! Which documents count as an output, and whose the others are.
#![allow(clippy::unwrap_used)]

use crate::error::Origin;
use crate::http::ResponseHead;
use crate::protocol::{EC2, QUERY, REST_XML};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use crate::testing::{Everything, Nothing, StructurePayload, operation, service};
use http::StatusCode;

static REST_SERVICE: ServiceSchema = service(REST_XML);
static REST: OperationSchema = operation(&REST_SERVICE);
static HEAD: OperationSchema = OperationSchema { method: "HEAD", ..operation(&REST_SERVICE) };
static QUERY_SERVICE: ServiceSchema = service(QUERY);
static WRAPPED: OperationSchema =
    OperationSchema { result_wrapper: "ActResult", ..operation(&QUERY_SERVICE) };
static EC2_SERVICE: ServiceSchema = service(EC2);
static PLAIN: OperationSchema = operation(&EC2_SERVICE);

/// Where a response that cannot be read comes from; `None` if it is read.
fn origin<T: Shape + Default>(
    operation: &'static OperationSchema,
    status: u16,
    body: &str,
) -> Option<Origin> {
    let head = ResponseHead { status: StatusCode::from_u16(status).unwrap(), ..ResponseHead::default() };
    let parsed = operation.service.protocol.parse(operation, &head, body.as_bytes(), &mut T::default());
    parsed.err().map(|error| error.origin())
}

const FOREIGN: &[&str] = &[
    "",
    " \n ",
    "{\"Text\": 1}",
    "<html><head/><body>Sign in</body></html>",
    "<!DOCTYPE html><html><body/></html>",
    "<HTML/>",
    "<Other><text2>x</text2></Other>",
    "<Other>please sign in</Other>",
    "<Other><!-- x --><![CDATA[text]]></Other>",
    "<Root><text>a</text>",
    "<Root><text>a</te",
    "<Root><text>a</text></Root>trailing",
];

#[test]
fn a_document_without_any_member_is_foreign() {
    for body in FOREIGN {
        assert_eq!(origin::<Everything>(&REST, 200, body), Some(Origin::Foreign), "{body}");
        if !body.is_empty() {
            assert_eq!(origin::<StructurePayload>(&REST, 200, body), Some(Origin::Foreign), "{body}");
        }
    }
    for body in [
        "<Root/>",
        "<p:Root xmlns:p='u'></p:Root>",
        "<Root>\n  <!-- nothing -->\n</Root>",
        "<Any><New/><text>a</text></Any>",
        "<!-- a --><?b?><Any><!-- <html> --><?c?><text>a</text><?d?></Any><!-- e --><?f?>\n",
    ] {
        assert_eq!(origin::<Everything>(&REST, 200, body), None, "{body}");
        assert_eq!(origin::<StructurePayload>(&REST, 200, body), None, "{body}");
    }
}

#[test]
fn a_body_may_be_empty_where_there_can_be_none() {
    for status in [204, 205] {
        assert_eq!(origin::<Everything>(&REST, status, ""), None);
    }
    assert_eq!(origin::<Everything>(&REST, 202, ""), Some(Origin::Foreign));
    assert_eq!(origin::<Everything>(&HEAD, 200, ""), None);
    assert_eq!(origin::<Nothing>(&REST, 200, ""), None);
}

#[test]
fn what_the_model_does_not_ask_for_may_be_anything_but_an_error() {
    for body in FOREIGN {
        assert_eq!(origin::<Nothing>(&REST, 200, body), None, "{body}");
    }
    assert_eq!(origin::<Nothing>(&REST, 200, "<Error><Code>x</Code></Error>"), Some(Origin::ErrorDocument));
}

#[test]
fn an_error_document_is_one_whatever_the_status() {
    for body in
        ["<Error><Code>SlowDown</Code></Error>", "<ErrorResponse><Error/></ErrorResponse>", "<a:Error/>"]
    {
        for operation in [&REST, &WRAPPED, &PLAIN] {
            assert_eq!(origin::<Everything>(operation, 200, body), Some(Origin::ErrorDocument), "{body}");
        }
        assert_eq!(origin::<StructurePayload>(&REST, 200, body), Some(Origin::ErrorDocument), "{body}");
    }
    let body = "<Response><Errors><Error><Code>x</Code></Error></Errors></Response>";
    assert_eq!(origin::<Everything>(&PLAIN, 200, body), Some(Origin::ErrorDocument));
}

#[test]
fn query_and_ec2_know_their_roots() {
    for body in FOREIGN.iter().chain(&["<OtherResponse/>", "<ActResponse>", "<ActResponse/>x"]) {
        for operation in [&WRAPPED, &PLAIN] {
            assert_eq!(origin::<Everything>(operation, 200, body), Some(Origin::Foreign), "{body}");
        }
        assert_eq!(origin::<Nothing>(&PLAIN, 200, body), Some(Origin::Foreign), "{body}");
        let nothing = (!body.is_empty()).then_some(Origin::Foreign);
        assert_eq!(origin::<Nothing>(&WRAPPED, 200, body), nothing, "{body}");
    }
    assert_eq!(origin::<Everything>(&WRAPPED, 200, "<ActResponse/>"), Some(Origin::Foreign));
    assert_eq!(origin::<Everything>(&PLAIN, 200, "<a:ActResponse><New/></a:ActResponse>"), None);
}

#[test]
fn a_value_that_the_model_rules_out_is_the_services() {
    for (operation, body) in [
        (&REST, "<R><Number>many</Number></R>"),
        (&PLAIN, "<ActResponse><Number>many</Number></ActResponse>"),
        (&WRAPPED, "<ActResponse><ActResult><Number>many</Number></ActResult></ActResponse>"),
    ] {
        assert_eq!(origin::<Everything>(operation, 200, body), Some(Origin::Service));
    }
}
