use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_lambda::types::{Environment, FunctionCode};
use tucuxi_lambda::{Client, errors};

/// A zip archive with nothing in it: all that the emulator asks of a function's code.
const EMPTY_ZIP: [u8; 22] = [b'P', b'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

#[tokio::test]
async fn a_function_is_made_changed_and_deleted() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let iam = tucuxi_iam::Client::new(&emulator.session);
    let trust = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let role = iam.create_role().role_name("lambda-scenario").assume_role_policy_document(trust).await?;
    let role = role.role.and_then(|role| role.arn).ok_or("no role")?;

    let lambda = Client::new(&emulator.session);
    lambda
        .create_function()
        .function_name("greet")
        .runtime("python3.12")
        .role(&role)
        .handler("main.handler")
        .code(FunctionCode::default().with_zip_file(EMPTY_ZIP))
        .environment(Environment::default().with_variables([("GREETING", "olá")]))
        .await?;
    let function = same!(emulator, "lambda", lambda, "GetFunction", {"FunctionName": "greet"})?;
    assert_eq!(function["Configuration"]["Environment"]["Variables"]["GREETING"], "olá");
    same!(emulator, "lambda", lambda, "ListFunctions", {})?;
    lambda.update_function_configuration().function_name("greet").timeout(17).await?;
    let changed = lambda.get_function_configuration().function_name("greet").await?;
    assert_eq!(changed.timeout, Some(17));
    lambda.delete_function().function_name("greet").await?;
    let gone = lambda.get_function().function_name("greet").await.expect_err("the function is gone");
    assert!(gone.exception::<errors::ResourceNotFoundException>().is_some(), "{gone}");
    same!(emulator, "lambda", lambda, "ListFunctions", {})?;
    iam.delete_role().role_name("lambda-scenario").await?;
    Ok(())
}
