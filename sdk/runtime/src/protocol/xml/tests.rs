//! Requests and responses of the protocols rest-xml, query and ec2.
#![allow(clippy::unwrap_used)]

use crate::http::{Body, Request, ResponseHead};
use crate::protocol::{EC2, ErrorDocument, Protocol, QUERY, REST_XML};
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{
    EntryNamespaces, ListType, MapType, Member, OperationSchema, ServiceSchema, StructSchema, Traits, Type,
    XmlNamespace,
};
use crate::testing::{
    Choice, Color, Everything, Places, Refused, StructurePayload, operation, service, structure,
};
use crate::types::{Blob, Boxed, Map, Timestamp};
use http::{HeaderMap, HeaderName, StatusCode};

static REST_SERVICE: ServiceSchema = service(REST_XML);
static REST: OperationSchema = operation(&REST_SERVICE);
static QUERY_SERVICE: ServiceSchema = service(QUERY);
static WRAPPED: OperationSchema =
    OperationSchema { result_wrapper: "ActResult", ..operation(&QUERY_SERVICE) };
static EC2_SERVICE: ServiceSchema = service(EC2);
static PLAIN: OperationSchema = operation(&EC2_SERVICE);

fn written(operation: &'static OperationSchema, mut input: impl Shape) -> String {
    let mut request = Request::default();
    operation.service.protocol.serialize(operation, &mut input, &mut request).unwrap();
    match request.body {
        Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        _ => String::new(),
    }
}

fn read<T: Shape + Default>(
    operation: &'static OperationSchema,
    body: &str,
) -> Result<(T, Option<String>), String> {
    let mut output = T::default();
    let head = ResponseHead::default();
    match operation.service.protocol.parse(operation, &head, body.as_bytes(), &mut output) {
        Ok(parsed) => Ok((output, parsed.request_id)),
        Err(error) => Err(error.to_string()),
    }
}

fn everything() -> Everything {
    Everything {
        text: Some("a<b> & \"c\"\r\n".to_owned()),
        flag: Some(true),
        number: Some(-7),
        long: Some(1 << 40),
        double: Some(0.5),
        blob: Some(Blob::from("foo")),
        time: Some(Timestamp::new(1_700_000_000, 0)),
        http_time: Some(Timestamp::new(1_700_000_000, 0)),
        color: Some(Color::Red),
        strings: Some(vec!["x".to_owned(), String::new()]),
        flat: Some(vec!["y z".to_owned(), "ß".to_owned()]),
        nested_list: Some(vec![vec![1, 2], vec![]]),
        map: Some(Map::from([("one", 1)])),
        child: Some(Boxed::new(Everything { long: Some(1), ..Everything::default() })),
        choice: Some(Choice::Text("t".to_owned())),
        ..Everything::default()
    }
}

#[test]
fn what_rest_xml_writes_it_reads() {
    let payload = StructurePayload { body: Some(everything()), ..StructurePayload::default() };
    let body = written(&REST, payload);
    assert!(body.starts_with(
        "<Body><text>a&lt;b&gt; &amp; &quot;c&quot;&#xD;&#xA;</text><Flag>true</Flag><Number>-7</Number>"
    ));
    assert!(body.contains("<Strings><member>x</member><member></member></Strings>"), "{body}");
    assert!(body.contains("<Map><entry><key>one</key><value>1</value></entry></Map>"), "{body}");
    assert!(body.contains("<HttpTime>Tue, 14 Nov 2023 22:13:20 GMT</HttpTime>"), "{body}");

    // flattened elements go by the member's name on the way out and by the items' on the way in
    let body = body.replace("<Flat>", "<item>").replace("</Flat>", "</item>");
    let (read, _) = read::<StructurePayload>(&REST, &body).unwrap();
    assert_eq!(read.body, Some(everything()));
}

#[test]
fn nothing_given_is_no_body() {
    assert_eq!(written(&REST, Everything::default()), "");
    assert_eq!(written(&REST, StructurePayload::default()), "");
}

#[test]
fn reads_all_forms_of_text() {
    let body = "<?xml version=\"1.0\"?>\n<!-- hello --><r:Root xmlns:r=\"urn:r\">\n\
        <r:text>a<!-- no -->&amp;&#x62;<![CDATA[<c>]]>\r\nd</r:text><Unknown><deep/></Unknown>\
        <Number> 12 </Number><Flag>true</Flag><Long/><Blob/><Strings/></r:Root>\n";
    let (read, _) = read::<Everything>(&REST, body).unwrap();
    let expected = Everything {
        text: Some("a&b<c>\nd".to_owned()),
        number: Some(12),
        flag: Some(true),
        blob: Some(Blob::default()),
        strings: Some(Vec::new()),
        ..Everything::default()
    };
    assert_eq!(read, expected);
}

#[test]
fn only_the_word_true_is_true() {
    for (content, expected) in [("true", true), ("True", false), (" true ", false), ("1", false), ("", false)]
    {
        let (read, _) =
            read::<Everything>(&PLAIN, &format!("<ActResponse><Flag>{content}</Flag></ActResponse>"))
                .unwrap();
        assert_eq!(read.flag, Some(expected), "{content:?}");
    }
}

#[test]
fn numbers_of_which_nothing_is_said_are_absent() {
    let (output, _) =
        read::<Everything>(&PLAIN, "<ActResponse><Number/><Double> </Double><Time></Time></ActResponse>")
            .unwrap();
    assert_eq!(output, Everything::default());
    let list =
        "<ActResponse><NestedList><member><member>1</member><member/></member></NestedList></ActResponse>";
    let error = read::<Everything>(&PLAIN, list).unwrap_err();
    assert!(error.contains("NestedList[0][1]: expected a value, found nothing"), "{error}");
}

#[test]
fn entries_of_maps_are_read_in_either_order() {
    let body = "<ActResponse><Map><entry><key>a</key><value>1</value></entry>\
        <entry><value>2</value><other><x/></other><key>b</key></entry></Map>\
        <ChildMap><entry><value/><key>c</key></entry>\
        <entry><value><Map><entry><value>4</value><key>e</key></entry></Map></value><key>d</key></entry></ChildMap>\
        <Number>3</Number></ActResponse>";
    let (output, _) = read::<Everything>(&PLAIN, body).unwrap();
    let inner = Everything { map: Some(Map::from([("e", 4)])), ..Everything::default() };
    let expected = Everything {
        map: Some(Map::from([("a", 1), ("b", 2)])),
        child_map: Some(Map::from([("c", Everything::default()), ("d", inner)])),
        number: Some(3),
        ..Everything::default()
    };
    assert_eq!(output, expected);
    let error =
        read::<Everything>(&PLAIN, "<ActResponse><Map><entry><value>2</value></entry></Map></ActResponse>")
            .unwrap_err();
    assert!(error.contains("Map: a `value` without a `key`"), "{error}");
    let error = "<ActResponse><Map><entry><value>x</value><key>b</key></entry></Map></ActResponse>";
    let error = read::<Everything>(&PLAIN, error).unwrap_err();
    assert!(error.contains("Map[\"b\"]: expected a whole number"), "{error}");
}

#[test]
fn a_flattened_list_goes_by_the_name_of_its_items_alone() {
    let (output, _) =
        read::<Everything>(&PLAIN, "<ActResponse><item>x</item><Flat>y</Flat><item>z</item></ActResponse>")
            .unwrap();
    assert_eq!(output.flat, Some(vec!["x".to_owned(), "z".to_owned()]));
}

#[test]
fn an_empty_body_is_an_empty_payload() {
    let (output, _) = read::<StructurePayload>(&REST, "").unwrap();
    assert_eq!(output, StructurePayload { header: None, body: Some(Everything::default()) });
}

#[test]
fn a_union_holds_one_member() {
    let read = |content: &str| {
        let body = format!("<Root><Choice>{content}</Choice></Root>");
        read::<Everything>(&REST, &body).map(|(read, _)| read.choice.unwrap())
    };
    assert_eq!(read("<text>t</text>"), Ok(Choice::Text("t".to_owned())));
    assert_eq!(read("<Later>t</Later>"), Ok(Choice::Unknown("Later".to_owned())));
    assert!(read("").unwrap_err().contains("must have one member"));
    assert!(read("<text>t</text><Many/>").unwrap_err().contains("must have one member"));
}

#[test]
fn what_is_no_xml_is_an_error() {
    for body in [
        "",
        "{}",
        "<ActResponse>",
        "<ActResponse><text>a</ActResponse>",
        "<ActResponse><text>&nope;</text></ActResponse>",
        "<ActResponse",
        "\u{0}",
    ] {
        let error = read::<Everything>(&PLAIN, body).unwrap_err();
        assert!(error.contains("at byte"), "{body}: {error}");
    }
    let deep = "<a>".repeat(100_000);
    assert!(read::<Everything>(&PLAIN, &deep).is_err());
    let children = "<Child>".repeat(100_000);
    let error = read::<Everything>(&PLAIN, &format!("<ActResponse>{children}")).unwrap_err();
    assert!(error.contains("nested deeper than"), "{error}");
    let error = read::<Everything>(
        &PLAIN,
        "<ActResponse><Children><m><Number>x</Number></m></Children></ActResponse>",
    )
    .unwrap_err();
    assert!(error.contains("Children[0].Number: expected a whole number"), "{error}");
}

#[test]
fn query_writes_names_with_dots() {
    let input = Everything {
        text: Some("a b&c=ü".to_owned()),
        strings: Some(vec!["x".to_owned(), "y".to_owned()]),
        flat: Some(vec!["z".to_owned()]),
        sparse: Some(Vec::new()),
        map: Some(Map::from([("k", 1)])),
        children: Some(vec![Everything { flag: Some(false), ..Everything::default() }]),
        ..Everything::default()
    };
    assert_eq!(
        written(&WRAPPED, input.clone()),
        "Action=Act&Version=2026-01-01&text=a%20b%26c%3D%C3%BC&Strings.member.1=x&Strings.member.2=y&Sparse=&item.1=z\
         &Children.member.1.Flag=false&Map.entry.1.key=k&Map.entry.1.value=1"
    );
    let input = Everything { map: None, ..input };
    assert_eq!(
        written(&PLAIN, input),
        "Action=Act&Version=2026-01-01&text=a%20b%26c%3D%C3%BC&Strings.1=x&Strings.2=y&Flat.1=z&Children.1.Flag=false"
    );
}

#[test]
fn query_reads_out_of_the_wrapper() {
    let body = "<ActResponse><ActResult><Number>1</Number></ActResult>\
        <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ActResponse>";
    let (output, request_id) = read::<Everything>(&WRAPPED, body).unwrap();
    assert_eq!((output.number, request_id.as_deref()), (Some(1), Some("r-1")));
    let error = read::<Everything>(&WRAPPED, "<ActResponse/>").unwrap_err();
    assert!(error.contains("no `ActResult` element"), "{error}");
    let body = "<ActResponse><requestId>r-2</requestId><Number>2</Number></ActResponse>";
    let (output, request_id) = read::<Everything>(&PLAIN, body).unwrap();
    assert_eq!((output.number, request_id.as_deref()), (Some(2), Some("r-2")));
}

fn error(protocol: &dyn Protocol, status: u16, body: &str) -> (ErrorDocument, Refused) {
    let headers = [(HeaderName::from_static("x-reason"), "because".parse().unwrap())];
    let head = ResponseHead {
        status: StatusCode::from_u16(status).unwrap(),
        headers: headers.into_iter().collect::<HeaderMap>(),
    };
    let mut exception = Refused::default();
    protocol.parse_exception(&head, body.as_bytes(), &mut exception).unwrap();
    (protocol.parse_error(&QUERY_SERVICE, &head, body.as_bytes()), exception)
}

#[test]
fn reads_errors_of_each_form() {
    let fields = "<Type>Sender</Type><Code>Refused</Code><Message>no &amp; no</Message>\
        <details><member>d</member></details>";
    let expected = ErrorDocument {
        code: "Refused".to_owned(),
        message: "no & no".to_owned(),
        fault: Some("Sender".to_owned()),
        request_id: Some("r-1".to_owned()),
        ..ErrorDocument::default()
    };
    let standard =
        format!("<ErrorResponse><Error>{fields}</Error><RequestId>r-1</RequestId></ErrorResponse>");
    let s3 = format!("<Error>{fields}<RequestId>r-1</RequestId><HostId>h</HostId></Error>");
    let ec2 =
        format!("<Response><Errors><Error>{fields}</Error></Errors><RequestID>r-1</RequestID></Response>");
    let with_host = ErrorDocument { host_id: Some("h".to_owned()), ..expected.clone() };
    for (protocol, body, expected) in [
        (QUERY, &standard, &expected),
        (REST_XML, &standard, &expected),
        (REST_XML, &s3, &with_host),
        (EC2, &ec2, &expected),
    ] {
        let (document, exception) = error(protocol, 400, body);
        assert_eq!(&document, expected);
        assert_eq!(exception.message.as_deref(), Some("no & no"));
        assert_eq!(exception.details, Some(vec!["d".to_owned()]));
        assert_eq!(exception.reason.is_some(), std::ptr::eq(protocol, REST_XML));
    }
}

fn details(document: &ErrorDocument) -> Vec<(&str, &str)> {
    document.details.iter().collect()
}

#[test]
fn errors_keep_what_the_model_has_no_member_for() {
    let s3 = "<Error><Code>Refused</Code><Message>gone</Message><Key>a &amp; b</Key><BucketName>b</BucketName>\
        <Empty/><Nested><Deep>x</Deep></Nested><RequestId>r</RequestId><HostId>h</HostId></Error>";
    let (document, _) = error(REST_XML, 404, s3);
    assert_eq!(details(&document), [("Key", "a & b"), ("BucketName", "b")]);
    assert_eq!(document.details.get("key"), Some("a & b"));
    assert_eq!(document.details.get("Code"), None);
    let bad = "<Error><Code>Refused</Code><Key>&nothing;</Key><BucketName>b</BucketName></Error>";
    let document = REST_XML.parse_error(&REST_SERVICE, &ResponseHead::default(), bad.as_bytes());
    assert_eq!((&*document.code, details(&document)), ("Refused", vec![("BucketName", "b")]));
}

#[test]
fn details_of_errors_are_bounded() {
    let read = |fields: String| {
        let body = format!("<Error><Code>Refused</Code>{fields}<Message>m</Message></Error>");
        let document = REST_XML.parse_error(&REST_SERVICE, &ResponseHead::default(), body.as_bytes());
        assert_eq!((&*document.code, &*document.message), ("Refused", "m"));
        document.details
    };
    let many = read((0..1000).map(|number| format!("<F{number}>x</F{number}>")).collect());
    assert_eq!((many.iter().count(), many.get("F31"), many.get("F32")), (32, Some("x"), None));
    let large = read(format!("<A>{}</A><B>small</B>", "x".repeat(20_000)));
    assert_eq!(large.iter().collect::<Vec<_>>(), [("B", "small")]);
}

#[test]
fn an_error_that_is_no_xml_has_the_status_as_its_code() {
    for body in ["", "gone", "<Error>"] {
        let head = ResponseHead { status: StatusCode::NOT_FOUND, ..ResponseHead::default() };
        let document = REST_XML.parse_error(&REST_SERVICE, &head, body.as_bytes());
        assert_eq!((&*document.code, &*document.message), ("404", "Not Found"));
    }
}

#[test]
fn pairs_of_surrogates_are_one_character() {
    let text = |content: &str| {
        let body = format!("<Root><text>{content}</text></Root>");
        read::<Everything>(&REST, &body).map(|(read, _)| read.text.unwrap())
    };
    for (content, expected) in [
        ("&#55357;&#56832;", "😀"),
        ("a&#xD83D;&#xde00;b&#55356;&#57263;", "a😀b🎯"),
        ("&#128512;&#x1F600;", "😀😀"),
    ] {
        assert_eq!(text(content).as_deref(), Ok(expected), "{content}");
    }
    for half in [
        "&#55357;",
        "&#56832;",
        "&#55357;x&#56832;",
        "&#55357;&#55357;",
        "&#55357;&#65;",
        "&#55357;&#56832",
        "&#55357;é",
    ] {
        let error = text(half).unwrap_err();
        assert!(error.contains("is no character"), "{half}: {error}");
    }
}

#[test]
fn members_of_paths_and_query_strings_are_in_the_body_of_a_response() {
    let (read, _) = read::<Places>(&REST, "<Root><label>l</label><q>q</q></Root>").unwrap();
    assert_eq!((read.label.as_deref(), read.query.as_deref()), (Some("l"), Some("q")));
}

#[test]
fn namespaces_of_items_keys_and_values_are_written() {
    let strings = || Some(vec!["a".to_owned()]);
    let map = || Some(Map::from([("k", "v".to_owned())]));
    let input = Spaces { list: strings(), flat: strings(), own: strings(), map: map(), flat_map: map() };
    assert_eq!(
        written(&REST, input),
        "<Spaces>\
         <List xmlns=\"urn:member\"><member xmlns:i=\"urn:item\">a</member></List>\
         <Flat xmlns=\"urn:member\">a</Flat>\
         <Own xmlns:i=\"urn:item\">a</Own>\
         <Map xmlns=\"urn:member\"><entry><key xmlns=\"urn:key\">k</key><value xmlns=\"urn:value\">v</value></entry></Map>\
         <FlatMap xmlns=\"urn:member\"><key xmlns=\"urn:key\">k</key><value xmlns=\"urn:value\">v</value></FlatMap>\
         </Spaces>"
    );
}

const MEMBER: Traits = Traits { xml_namespace: Some(namespace("urn:member", "")), ..Traits::NONE };
const ITEMS: ListType = ListType {
    item: Type::String,
    item_wire: "",
    flattened: false,
    item_min: f64::NEG_INFINITY,
    item_xml_namespace: Some(namespace("urn:item", "i")),
};
const ENTRIES: MapType = MapType {
    value: Type::String,
    key_wire: "",
    value_wire: "",
    flattened: false,
    key_min: f64::NEG_INFINITY,
    value_min: f64::NEG_INFINITY,
    xml_namespaces: Some(&EntryNamespaces {
        key: Some(namespace("urn:key", "")),
        value: Some(namespace("urn:value", "")),
    }),
};

const fn namespace(uri: &'static str, prefix: &'static str) -> XmlNamespace {
    XmlNamespace { uri, prefix }
}

structure! {
    /// Namespaces wherever they can be.
    Spaces() {
        list: Option<Vec<String>> => Member::new("List", "List", Type::List(&ITEMS)).traits(&MEMBER),
        flat: Option<Vec<String>> => Member::new(
            "Flat",
            "Flat",
            Type::List(&ListType { flattened: true, item_xml_namespace: None, ..ITEMS }),
        )
        .traits(&MEMBER),
        own: Option<Vec<String>> =>
            Member::new("Own", "Own", Type::List(&ListType { flattened: true, ..ITEMS })).traits(&MEMBER),
        map: Option<Map<String>> => Member::new("Map", "Map", Type::Map(&ENTRIES)).traits(&MEMBER),
        flat_map: Option<Map<String>> =>
            Member::new("FlatMap", "FlatMap", Type::Map(&MapType { flattened: true, ..ENTRIES })).traits(&MEMBER),
    }
}

#[test]
fn the_beginning_of_a_long_error_counts() {
    let long = "x".repeat(1 << 20);
    let head = ResponseHead { status: StatusCode::BAD_REQUEST, ..ResponseHead::default() };
    let read = |start: &str| {
        let body = format!("{start}{long}");
        let document = REST_XML.parse_error(&REST_SERVICE, &head, &body.as_bytes()[..1 << 20]);
        (document.code, document.message)
    };
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let refused = "<Error><Code>Refused</Code><Message>";
    assert_eq!(read(&format!("{refused}no</Message><More>")), pair("Refused", "no"));
    assert_eq!(read(refused), pair("Refused", "Bad Request"));
    assert_eq!(read("<Error><Code>"), pair("400", "Bad Request"));
    assert_eq!(read("<Error><Message>no</Message><More>"), pair("400", "Bad Request"));
    assert_eq!(read("garbage"), pair("400", "Bad Request"));
    let short = REST_XML.parse_error(&REST_SERVICE, &head, b"<Error><Code>Refused</Code><Message>no");
    assert_eq!(short.code, "400");
}
