//! XML bodies: a streaming reader and a writer over reflection, without a tree between bytes and structures.
//!
//! Shared by rest-xml, query and ec2. Namespaces are stripped on reading, and elements the model does not know are
//! skipped, whatever is in them.

mod element;
mod entities;
mod error;
mod order;
mod read;
mod reader;
mod search;
mod writer;

pub(super) use error::{ErrorRoot, read_error, read_exception};
pub(super) use read::{read_members, read_root, read_structure, read_value};
pub(super) use reader::Reader;
pub(super) use writer::Writer;

#[cfg(test)]
mod tests;
