//! Calls by name.

use super::{read, write};
use crate::client::{Core, DynOperation};
use crate::error::Error;
use crate::reflect::{Shape, Slot};
use crate::schema::Type;
use crate::types::ByteStream;
use serde_json::Value;

/// Calls the operation called `name`, which is `operation` if the service has it, and gives its output as JSON. Bytes of
/// the input are base64, see [the module](super).
///
/// A streamed body is read to its end. An event stream cannot be JSON: call such an operation by its own type.
pub async fn call(
    core: &Core,
    name: &str,
    operation: Option<DynOperation>,
    input: Value,
) -> Result<Value, Error> {
    let Some(operation) = operation else {
        let service = core.service().name;
        return Err(Error::validation(format!("{service} has no operation `{name}` in this crate")));
    };
    let mut shape = (operation.input)();
    read(&mut *shape, &input).map_err(|error| error.in_operation(operation.schema))?;
    let (mut output, _) = operation.send(core, shape).await?;
    collect(&mut *output).await.map_err(|error| error.in_operation(operation.schema))?;
    Ok(write(&*output))
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
