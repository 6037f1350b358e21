//! The rules of waiters, one test each, against a server that follows a script. The clock is paused, and runs ahead
//! whenever all there is to do is to wait.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::Session;
use crate::error::{ErrorKind, TransportError, TransportErrorKind};
use crate::http::test::{Answer as Play, TestClient};
use crate::internal::wait::*;
use crate::jmespath::{Comparator, Expression, Function, Literal};
use crate::protocol::JSON;
use crate::schema::{OperationSchema, ServiceSchema};
use crate::testing::{Everything, Refused};
use tokio::time::Instant;

static SERVICE: ServiceSchema = crate::testing::service(JSON);
static OPERATION: OperationSchema = crate::testing::operation(&SERVICE);

struct Act;

impl Operation for Act {
    type Input = Everything;
    type Output = Everything;
    fn schema() -> &'static OperationSchema {
        &OPERATION
    }
}

const SECOND: Duration = Duration::from_secs(1);

const fn acceptor(state: State, matcher: Matcher) -> Acceptor {
    Acceptor { state, matcher }
}

const fn path(
    text: &'static str,
    expression: Expression,
    comparison: Comparison,
    expected: Literal,
) -> Matcher {
    Matcher::Path { text, expression, with_input: false, comparison, expected }
}

/// `text`
const fn text_is(expected: &'static str) -> Matcher {
    path("Text", Expression::Field("Text"), Comparison::Equals, Literal::String(expected))
}

const STRINGS: Expression = Expression::Field("Strings");

/// Every two seconds, ten times at most.
const fn waiter(acceptors: &'static [Acceptor]) -> WaiterSchema {
    WaiterSchema { name: "ThingReady", delay: 2, max_attempts: 10, acceptors }
}

/// Until `Text` is `ready`; `broken` is a failure.
static READY: WaiterSchema = waiter(
    const {
        &[
            acceptor(State::Success, text_is("ready")),
            acceptor(State::Failure, text_is("broken")),
            acceptor(State::Retry, text_is("pending")),
        ]
    },
);

fn text(value: &str) -> Play {
    Play::new(200).body(format!(r#"{{"text": "{value}"}}"#))
}

fn failure(status: u16, code: &str) -> Play {
    Play::new(status).body(format!(r#"{{"__type": "{code}", "message": "no"}}"#))
}

/// A wait by `waiter` against a server with these answers. No call is tried again by the client itself.
fn wait(waiter: &'static WaiterSchema, http: &TestClient) -> Wait<Act> {
    let session = Session::builder()
        .region("eu-west-1")
        .endpoint_url("http://test.example")
        .anonymous(true)
        .http_client(http.clone())
        .build()
        .unwrap();
    let core: Core = Builder::new(&session, &SERVICE).max_attempts(1).build();
    Wait::new(Call::new(&core), waiter, None)
}

/// What a wait by `waiter` ends with for these answers: the text of the output.
async fn end(
    waiter: &'static WaiterSchema,
    answers: impl IntoIterator<Item = Play>,
) -> Result<String, Error> {
    let output: Everything = wait(waiter, &TestClient::replay(answers)).send().await?;
    Ok(output.text.unwrap_or_default())
}

/// What one answer means to an acceptor that says success.
async fn matches(waiter: &'static WaiterSchema, answer: Play) -> bool {
    wait(waiter, &TestClient::replay([answer])).check().await.is_ok_and(|state| state == State::Success)
}

#[tokio::test(start_paused = true)]
async fn the_first_call_is_made_at_once() {
    let start = Instant::now();
    assert_eq!(end(&READY, [text("ready")]).await.unwrap(), "ready");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn between_calls_it_pauses_as_long_as_the_model_says() {
    let start = Instant::now();
    end(&READY, [text("pending"), text("pending"), text("ready")]).await.unwrap();
    assert_eq!(start.elapsed(), 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_output_that_nothing_matches_means_to_go_on() {
    assert_eq!(end(&READY, [text("odd"), text("ready")]).await.unwrap(), "ready");
}

#[tokio::test(start_paused = true)]
async fn the_first_acceptor_that_matches_counts() {
    static BOTH: WaiterSchema = waiter(
        const {
            &[
                acceptor(State::Retry, text_is("again")),
                acceptor(State::Success, Matcher::Status(200)),
                acceptor(State::Failure, text_is("both")),
            ]
        },
    );
    let http = TestClient::replay([text("again"), text("both")]);
    wait(&BOTH, &http).send::<Everything>().await.unwrap();
    assert_eq!(http.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_tells_the_acceptor_and_the_last_answer() {
    let error = end(&READY, [text("pending"), text("broken")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Wait);
    assert!(!error.is_timeout());
    assert_eq!(
        error.to_string(),
        "test Act: the wait for ThingReady failed after 2 calls: matched `Text` = \"broken\"; \
         the last answer has `Text` = \"broken\""
    );
    let wait = error.wait().unwrap();
    assert_eq!((wait.waiter(), wait.end(), wait.attempts()), ("ThingReady", WaitEnd::Failure, 2));
    assert_eq!(wait.acceptor().unwrap().state, State::Failure);
    assert_eq!(wait.output::<Everything>().unwrap().text.as_deref(), Some("broken"));
    assert_eq!(wait.metadata().unwrap().status(), 200);
}

/// Until `Secret`, here or in a child, is `open`.
static OPENED: WaiterSchema = waiter(
    const {
        &[
            acceptor(
                State::Success,
                path("Secret", Expression::Field("Secret"), Comparison::Equals, Literal::String("open")),
            ),
            acceptor(
                State::Success,
                path(
                    "Children[].Secret",
                    Expression::Projection(
                        &Expression::Flatten(&Expression::Field("Children")),
                        &Expression::Field("Secret"),
                    ),
                    Comparison::Any,
                    Literal::String("open"),
                ),
            ),
            acceptor(State::Failure, text_is("broken")),
        ]
    },
);

#[tokio::test(start_paused = true)]
async fn what_is_sensitive_is_seen_but_not_told() {
    let body = r#"{"text": "broken", "Children": [{"Secret": "s1"}]}"#;
    let error = end(&OPENED, [Play::new(200).body(body)]).await.unwrap_err();
    let seen = error.wait().unwrap().seen();
    assert_eq!(seen, [("Children[].Secret", "[redacted]".into()), ("Text", "\"broken\"".into())]);
    let body = r#"{"text": "broken", "Secret": "s2"}"#;
    let error = end(&OPENED, [Play::new(200).body(body)]).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s2"));
}

#[tokio::test(start_paused = true)]
async fn when_attempts_are_used_up_the_error_says_what_was_seen_and_what_to_do() {
    let start = Instant::now();
    let http = TestClient::always(text("pending"));
    let error = wait(&READY, &http).send::<Everything>().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "test Act: ThingReady has not come about within 10 calls: last matched `Text` = \"pending\"; \
         the last answer has `Text` = \"pending\"; \
         `max_attempts`, `delay` or `timeout` of the waiter make it wait longer"
    );
    assert_eq!(error.wait().unwrap().end(), WaitEnd::Attempts);
    assert_eq!(http.requests().len(), 10);
    assert!(http.requests()[9].headers["user-agent"].to_str().unwrap().contains(" m/B,"));
    // there is no pause behind the last call
    assert_eq!(start.elapsed(), 18 * SECOND);
}

/// Operation and cause are named once, also by what shows an error with its sources.
#[tokio::test(start_paused = true)]
async fn the_error_that_a_wait_fails_with_is_told_once() {
    static REFUSED: WaiterSchema = waiter(const { &[acceptor(State::Failure, Matcher::Error("Refused"))] });
    let refused = Play::new(400).body(r#"{"__type": "Refused", "message": "go away"}"#);
    let error = end(&REFUSED, [refused]).await.unwrap_err();
    let line = error.to_string();
    assert_eq!(
        line,
        "test Act: the wait for ThingReady failed after 1 call: matched error Refused: Refused: go away (status 400)"
    );
    assert!(std::error::Error::source(&error).is_none());
    let cause = error.cause().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!((cause.code(), error.attempts()), (Some("Refused"), 1));
}

#[tokio::test(start_paused = true)]
async fn an_error_that_nothing_matches_ends_the_wait_as_it_is() {
    let error = end(&READY, [text("pending"), failure(400, "Refused")]).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("Refused")));
    assert!(error.exception::<Refused>().is_some());
    let line = error.to_string();
    assert!(line.ends_with("; in call 2 of the wait for ThingReady"), "{line}");
}

#[tokio::test(start_paused = true)]
async fn without_an_answer_no_acceptor_counts() {
    static ANY: WaiterSchema = waiter(const { &[acceptor(State::Success, Matcher::AnyError)] });
    let lost = Play::failure(TransportError::new(TransportErrorKind::Connect, "refused"));
    let error = wait(&ANY, &TestClient::replay([lost])).send::<Last<Everything>>().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn expressions_never_match_errors() {
    // an error without text: nothing is found, which is what is expected
    static NOTHING: WaiterSchema = waiter(
        const {
            &[acceptor(
                State::Success,
                path("Text", Expression::Field("Text"), Comparison::Equals, Literal::Null),
            )]
        },
    );
    assert!(matches(&NOTHING, Play::new(200).body("{}")).await);
    assert!(!matches(&NOTHING, failure(400, "Refused")).await);
}

#[tokio::test(start_paused = true)]
async fn values_compare_as_json_does() {
    const fn number(expected: Literal) -> Matcher {
        path("Number", Expression::Field("Number"), Comparison::Equals, expected)
    }
    static THREE: WaiterSchema = waiter(const { &[acceptor(State::Success, number(Literal::Integer(3)))] });
    static FLOAT: WaiterSchema = waiter(const { &[acceptor(State::Success, number(Literal::Double(3.0)))] });
    static TEXT: WaiterSchema = waiter(const { &[acceptor(State::Success, number(Literal::String("3")))] });
    static FLAG: WaiterSchema = waiter(
        const {
            &[acceptor(
                State::Success,
                path("Flag", Expression::Field("Flag"), Comparison::Equals, Literal::Boolean(true)),
            )]
        },
    );
    let three = || Play::new(200).body(r#"{"Number": 3, "Flag": true}"#);
    assert!(matches(&THREE, three()).await);
    assert!(matches(&FLOAT, three()).await);
    assert!(!matches(&TEXT, three()).await);
    assert!(matches(&FLAG, three()).await);
    assert!(!matches(&FLAG, Play::new(200).body(r#"{"Flag": false}"#)).await);
}

#[tokio::test(start_paused = true)]
async fn what_holds_for_all_needs_a_list_with_items() {
    static ALL: WaiterSchema = waiter(
        const { &[acceptor(State::Success, path("Strings", STRINGS, Comparison::All, Literal::String("a")))] },
    );
    assert!(matches(&ALL, Play::new(200).body(r#"{"Strings": ["a", "a"]}"#)).await);
    assert!(!matches(&ALL, Play::new(200).body(r#"{"Strings": ["a", "b"]}"#)).await);
    assert!(!matches(&ALL, Play::new(200).body(r#"{"Strings": []}"#)).await);
    assert!(!matches(&ALL, Play::new(200).body("{}")).await);
    assert!(!matches(&ALL, failure(400, "Refused")).await);
}

#[tokio::test(start_paused = true)]
async fn what_holds_for_any_needs_one_item() {
    static ANY: WaiterSchema = waiter(
        const { &[acceptor(State::Success, path("Strings", STRINGS, Comparison::Any, Literal::String("a")))] },
    );
    assert!(matches(&ANY, Play::new(200).body(r#"{"Strings": ["b", "a"]}"#)).await);
    assert!(!matches(&ANY, Play::new(200).body(r#"{"Strings": ["b"]}"#)).await);
    assert!(!matches(&ANY, Play::new(200).body(r#"{"Strings": []}"#)).await);
    assert!(!matches(&ANY, failure(400, "Refused")).await);
}

#[tokio::test(start_paused = true)]
async fn a_status_counts_for_outputs_and_errors() {
    static GONE: WaiterSchema = waiter(
        const { &[acceptor(State::Retry, Matcher::Status(200)), acceptor(State::Success, Matcher::Status(404))] },
    );
    let http = TestClient::replay([text("there"), failure(404, "Gone")]);
    let last = wait(&GONE, &http).send::<Last<Everything>>().await.unwrap();
    assert_eq!(last.error().and_then(Error::code), Some("Gone"));
    assert!(last.output().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_code_matches_errors_with_that_code_alone() {
    static MISSING: WaiterSchema = waiter(const { &[acceptor(State::Success, Matcher::Error("Missing"))] });
    assert!(matches(&MISSING, failure(400, "Missing")).await);
    assert!(!matches(&MISSING, failure(400, "Refused")).await);
    assert!(!matches(&MISSING, text("Missing")).await);
}

#[tokio::test(start_paused = true)]
async fn any_error_matches_and_so_does_any_output() {
    static ERROR: WaiterSchema = waiter(const { &[acceptor(State::Success, Matcher::AnyError)] });
    static OUTPUT: WaiterSchema = waiter(const { &[acceptor(State::Success, Matcher::NoError)] });
    assert!(matches(&ERROR, failure(500, "Refused")).await);
    assert!(!matches(&ERROR, text("x")).await);
    assert!(matches(&OUTPUT, text("x")).await);
    assert!(!matches(&OUTPUT, failure(500, "Refused")).await);
}

#[tokio::test(start_paused = true)]
async fn an_error_can_mean_to_go_on_or_failure() {
    static STARTING: WaiterSchema = waiter(
        const {
            &[
                acceptor(State::Success, text_is("ready")),
                acceptor(State::Retry, Matcher::Error("NotYet")),
                acceptor(State::Failure, Matcher::Error("Never")),
            ]
        },
    );
    assert_eq!(end(&STARTING, [failure(400, "NotYet"), text("ready")]).await.unwrap(), "ready");
    let error = end(&STARTING, [failure(400, "Never")]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "test Act: the wait for ThingReady failed after 1 call: matched error Never: Never: no (status 400)"
    );
    assert_eq!(error.wait().unwrap().error().unwrap().code(), Some("Never"));
    assert_eq!(error.wait().unwrap().metadata().unwrap().status(), 400);
}

#[tokio::test(start_paused = true)]
async fn an_expression_can_compare_the_output_with_the_input() {
    const OUTPUT: Expression = Expression::Then(&Expression::Field("output"), &Expression::Field("Text"));
    const INPUT: Expression = Expression::Then(&Expression::Field("input"), &Expression::Field("Text"));
    static SAME: WaiterSchema = waiter(
        const {
            &[acceptor(
                State::Success,
                Matcher::Path {
                    text: "output.Text == input.Text",
                    expression: Expression::Compare(Comparator::Equal, &OUTPUT, &INPUT),
                    with_input: true,
                    comparison: Comparison::Equals,
                    expected: Literal::Boolean(true),
                },
            )]
        },
    );
    let http = TestClient::replay([text("old"), text("new")]);
    let mut wait = wait(&SAME, &http);
    wait.call.input.text = Some("new".to_owned());
    wait.send::<Everything>().await.unwrap();
    let bodies: Vec<_> = http.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [r#"{"text":"new"}"#; 2]);
}

#[tokio::test(start_paused = true)]
async fn expressions_count_and_filter() {
    const IS_UP: Expression = Expression::Compare(
        Comparator::Equal,
        &Expression::Current,
        &Expression::Literal(Literal::String("up")),
    );
    const UP: Expression = Expression::Projection(&STRINGS, &Expression::If(&IS_UP, &Expression::Current));
    const TWO_UP: Expression = Expression::Compare(
        Comparator::Equal,
        &Expression::Call(Function::Length, &[UP]),
        &Expression::Literal(Literal::Integer(2)),
    );
    static UP_TWICE: WaiterSchema = waiter(
        const {
            &[acceptor(
                State::Success,
                path(
                    "length(Strings[?@ == 'up']) == `2`",
                    TWO_UP,
                    Comparison::Equals,
                    Literal::Boolean(true),
                ),
            )]
        },
    );
    assert!(matches(&UP_TWICE, Play::new(200).body(r#"{"Strings": ["up", "down", "up"]}"#)).await);
    assert!(!matches(&UP_TWICE, Play::new(200).body(r#"{"Strings": ["up", "down"]}"#)).await);
}

#[tokio::test(start_paused = true)]
async fn delay_and_attempts_can_be_set() {
    let start = Instant::now();
    let http = TestClient::always(text("pending"));
    let error = wait(&READY, &http).delay(5 * SECOND).max_attempts(3).send::<Everything>().await.unwrap_err();
    assert_eq!(error.wait().unwrap().attempts(), 3);
    assert_eq!(start.elapsed(), 10 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_replaces_the_number_of_attempts() {
    let start = Instant::now();
    let http = TestClient::always(text("pending"));
    let error = wait(&READY, &http).timeout(61 * SECOND).send::<Everything>().await.unwrap_err();
    assert_eq!(start.elapsed(), 61 * SECOND);
    assert_eq!(http.requests().len(), 31);
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "test Act: ThingReady has not come about within 61s (31 calls): last matched `Text` = \"pending\"; \
         the last answer has `Text` = \"pending\"; a longer `timeout` of the waiter makes it wait longer"
    );
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_and_a_number_of_attempts_both_hold() {
    let http = TestClient::always(text("pending"));
    let limited = wait(&READY, &http).timeout(60 * SECOND).max_attempts(4);
    let error = limited.send::<Everything>().await.unwrap_err();
    assert_eq!((error.wait().unwrap().end(), http.requests().len()), (WaitEnd::Attempts, 4));
}

#[tokio::test(start_paused = true)]
async fn pauses_can_grow_at_random() {
    let start = Instant::now();
    let http = TestClient::always(text("pending"));
    let growing = wait(&READY, &http).backoff(SECOND, 4 * SECOND).max_attempts(5);
    growing.send::<Everything>().await.unwrap_err();
    // at least four times the least; at most 1 + 2 + 4 + 4; the clock counts whole milliseconds
    let took = start.elapsed();
    assert!((4 * SECOND..=11 * SECOND + Duration::from_millis(4)).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_ends_the_wait() {
    let http = TestClient::always(text("pending"));
    let waiting = wait(&READY, &http).send::<Everything>();
    assert!(tokio::time::timeout(3 * SECOND, waiting).await.is_err());
    assert_eq!(http.requests().len(), 2);
    tokio::time::sleep(60 * SECOND).await;
    assert_eq!(http.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_check_is_one_call() {
    let http = TestClient::replay([text("ready"), text("broken"), text("odd"), failure(400, "Refused")]);
    let check = || wait(&READY, &http).check();
    assert_eq!(check().await.unwrap(), State::Success);
    assert_eq!(check().await.unwrap(), State::Failure);
    assert_eq!(check().await.unwrap(), State::Retry);
    assert_eq!(check().await.unwrap_err().code(), Some("Refused"));
}

#[tokio::test(start_paused = true)]
async fn an_output_where_an_error_might_have_come_is_given_too() {
    let http = TestClient::replay([text("ready")]);
    let last = wait(&READY, &http).send::<Last<Everything>>().await.unwrap();
    assert!(last.error().is_none());
    assert_eq!(last.output().unwrap().text.as_deref(), Some("ready"));
}

#[test]
fn waits_can_go_to_other_threads() {
    fn is_send<T: Send>(_: &T) {}
    let http = TestClient::capture();
    is_send(&wait(&READY, &http).send::<Everything>());
    is_send(&wait(&READY, &http));
}
