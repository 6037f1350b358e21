//! Headers of responses that senders fill with any text, although the model wants a date.
//!
//! Whoever stores an object in S3 chooses its header `Expires`, and `5d` or `never` are common. Like botocore, outputs with
//! a member `Expires` get a member `ExpiresString`, which holds the text of the header in any case.

use crate::Error;
use crate::model::service::{Location, Member, Service, ShapeType};

const HEADER: &str = "Expires";
const TEXT: &str = "ExpiresString";
/// The documentation of the text.
const ABOUT_TEXT: &str = "<p>The text of the header <code>Expires</code>, which need not be a date.</p>";
/// What is added to the documentation of the date.
const ABOUT_DATE: &str =
    "<p>Absent if the header is not a date. <code>ExpiresString</code> holds its text in any case.</p>";

/// Adds the members that hold the text of a header.
///
/// # Errors
///
/// A model whose shape `ExpiresString` is no string.
pub(super) fn add(file: &str, service: &mut Service) -> Result<(), Error> {
    let outputs = service.operations.values().filter_map(|operation| operation.output.as_ref());
    let mut outputs: Vec<String> = outputs.map(|output| output.shape.clone()).collect();
    let inputs = service.operations.values().filter_map(|operation| operation.input.as_ref());
    let inputs: Vec<&str> = inputs.map(|input| input.shape.as_str()).collect();
    outputs.retain(|output| !inputs.contains(&output.as_str()));
    outputs.sort_unstable();
    outputs.dedup();
    let mut added = false;
    for output in outputs {
        let Some(index) = date(service, &output) else { continue };
        let Some(shape) = service.shapes.get_mut(&output) else { continue };
        let Some((_, date)) = shape.members.get_index_mut(index) else { continue };
        date.held_as_text = true;
        date.documentation.push_str(ABOUT_DATE);
        let mut text = Member::default();
        text.shape = TEXT.to_owned();
        text.documentation = ABOUT_TEXT.to_owned();
        text.location = Some(Location::Header);
        text.location_name = Some(date.location_name.clone().unwrap_or_else(|| HEADER.to_owned()));
        shape.members.shift_insert(index + 1, TEXT.to_owned(), text);
        added = true;
    }
    if added {
        let text = service.shapes.entry(TEXT.to_owned()).or_default();
        if text.kind != ShapeType::String {
            return Err(Error::new(file, format!("shapes.{TEXT}"), "is not the string that outputs need"));
        }
    }
    Ok(())
}

/// The member of `output` that is the header as a date, where the model has none for its text.
fn date(service: &Service, output: &str) -> Option<usize> {
    let shape = service.shapes.get(output)?;
    let (index, _, member) = shape.members.get_full(HEADER)?;
    let in_header = member.location == Some(Location::Header)
        && member.location_name.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(HEADER));
    let is_date = service.shapes.get(&member.shape)?.kind == ShapeType::Timestamp;
    (in_header && is_date && !shape.members.contains_key(TEXT)).then_some(index)
}
