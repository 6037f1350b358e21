//! The path: the model's template with the labels filled in.

use crate::percent::{RESERVED, RESERVED_IN_PATHS};
use crate::protocol::failure::Failure;
use crate::protocol::text;
use crate::reflect::Shape;
use crate::schema::{OperationSchema, TemplatePart};
use crate::types::TimestampFormat;
use percent_encoding::{PercentEncode, utf8_percent_encode};

/// `text`, percent-encoded for a query string or one segment of a path.
pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Appends the path of `operation` to `path`.
pub(super) fn write(
    operation: &OperationSchema,
    input: &dyn Shape,
    path: &mut String,
) -> Result<(), Failure> {
    for part in operation.path {
        let (index, greedy) = match part {
            TemplatePart::Text(text) => {
                path.push_str(text);
                continue;
            }
            TemplatePart::Label { member, greedy } => (*member, *greedy),
        };
        let Some(member) = input.schema().members.get(index) else { continue };
        let value = text::write(input.get(index).view(), &member.ty, TimestampFormat::Iso8601);
        // An empty label would name another resource: the collection instead of its item.
        let value = value.filter(|value| !value.is_empty()).ok_or_else(|| {
            Failure::new("it is part of the path and must be given and not be empty").in_member(member.name)
        })?;
        path.extend(utf8_percent_encode(&value, if greedy { RESERVED_IN_PATHS } else { RESERVED }));
    }
    Ok(())
}
