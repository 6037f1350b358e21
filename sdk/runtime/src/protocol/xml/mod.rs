//! XML bodies: a streaming reader and a writer over reflection, without a tree between bytes and structures.
//!
//! Shared by rest-xml, query and ec2. Namespaces are stripped on reading, and elements the model does not know are
//! skipped, whatever is in them.

mod element;
mod entities;
mod error;
mod order;
mod output;
mod read;
mod reader;
mod search;
mod writer;

pub(super) use element::Element;
pub(super) use error::{ErrorRoot, read_error, read_exception};
pub(super) use output::{is_whole, read_output, read_value, refuse_error, refuse_error_root};
pub(super) use read::{read_members, read_root, read_structure};
pub(super) use reader::XmlReader;
pub(super) use writer::Writer;

#[cfg(test)]
mod foreign_tests;
#[cfg(test)]
mod tests;
