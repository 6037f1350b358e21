//! Calls by name.

use super::{read, write};
use crate::client::{Core, DynOperation, PresignedRequest};
use crate::error::Error;
use crate::reflect::{Shape, Slot};
use crate::schema::Type;
use crate::settings::misspelt::nearest;
use crate::types::ByteStream;
use serde_json::Value;
use std::time::Duration;

/// Calls the operation called `name`, which is `operation` if the service has it, and gives its output as JSON. Bytes of
/// the input are base64, see [the module](super). `known` are the names of all operations, for the error if it has not.
///
/// A streamed body is read to its end. An event stream cannot be JSON: call such an operation by its own type.
pub async fn call(
    core: &Core,
    name: &str,
    operation: Option<DynOperation>,
    known: &'static [&'static str],
    input: Value,
) -> Result<Value, Error> {
    let (operation, shape) = filled(core, name, operation, known, &input)?;
    let (mut output, _) = operation.send(core, shape).await?;
    collect(&mut *output).await.map_err(|error| error.in_operation(operation.schema))?;
    Ok(write(&*output))
}

/// Signs the request of the operation called `name` for `lifetime` in place of sending it, as
/// [`presigned`](crate::client::Call::presigned) of its call does.
pub async fn presigned(
    core: &Core,
    name: &str,
    operation: Option<DynOperation>,
    input: Value,
    lifetime: Duration,
) -> Result<PresignedRequest, Error> {
    let (operation, shape) = filled(core, name, operation, &[], &input)?;
    operation.presigned(core, shape, lifetime).await
}

/// The operation, and its input made of JSON.
fn filled(
    core: &Core,
    name: &str,
    operation: Option<DynOperation>,
    known: &[&str],
    input: &Value,
) -> Result<(DynOperation, Box<dyn Shape>), Error> {
    let Some(operation) = operation else {
        let service = core.service().name;
        let error = Error::validation(format!("{service} has no operation `{name}` in this crate"));
        return Err(match meant(name, known) {
            Some(meant) => error.with_hint(format!("did you mean `{meant}`?")),
            None => error,
        });
    };
    let mut shape = (operation.input)();
    read(&mut *shape, input).map_err(|error| error.in_operation(operation.schema))?;
    Ok((operation, shape))
}

/// The shortest beginning of a name that says which operation is meant.
const SHORTEST: usize = 4;

/// The operation of `known` that `name` may be meant for, whatever its case and separators: one that is nearly the same, or
/// else the one closest in length that begins with `name` or that `name` begins with.
fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "").to_ascii_lowercase();
    let (name, names) = (plain(name), known.iter().map(|known| plain(known)).collect::<Vec<_>>());
    let others = || names.iter().map(String::as_str);
    let begins = |other: &&str| {
        name.len().min(other.len()) >= SHORTEST && (name.starts_with(other) || other.starts_with(&name))
    };
    let closest = || others().filter(begins).min_by_key(|other| other.len().abs_diff(name.len()));
    let found = nearest(&name, others()).or_else(closest)?;
    known.iter().zip(&names).find(|(_, plain)| *plain == found).map(|(known, _)| *known)
}

/// Reads the body of a streamed output into memory.
async fn collect(output: &mut dyn Shape) -> Result<(), Error> {
    let members = output.schema().members;
    let Some(index) = members.iter().position(|member| matches!(member.ty, Type::Stream)) else {
        return Ok(());
    };
    let stream = match output.get_mut(index).slot() {
        Slot::Stream(stream) => std::mem::take(stream),
        _ => return Ok(()),
    };
    let bytes = stream.collect().await?;
    if let Slot::Stream(stream) = output.get_mut(index).slot() {
        *stream = ByteStream::from(bytes);
    }
    Ok(())
}
