//! PartiQL, on moto alone: dynalite has none.

use crate::{Order, Outcome, moto, order, table};

#[tokio::test]
async fn statements_have_typed_parameters_and_rows() -> Outcome {
    let Some(dynamodb) = moto() else { return Ok(()) };
    let name = table(&dynamodb.client()).await?;
    let orders = dynamodb.items::<Order>(&name);
    for day in 1..=5 {
        orders.put(&order("c-1", &format!("2026-01-0{day}"), day)).await?;
    }
    let text = format!(r#"SELECT * FROM "{name}" WHERE customer = ? AND total = ?"#);
    let rows = dynamodb.statement::<Order>(text).parameter("c-1").parameter(3).await?;
    assert_eq!(rows.iter().map(|order| order.total).collect::<Vec<_>>(), [3]);
    let wrong =
        dynamodb.statement::<Order>("SELECT").parameter(f64::NAN).await.expect_err("NaN is no number");
    assert_eq!(wrong.kind(), tucuxi::error::ErrorKind::Serialize);
    Ok(())
}
