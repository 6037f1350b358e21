//! [`Form`]: shapes as `application/x-www-form-urlencoded`, straight into a buffer.

use super::failure::Failure;
use super::{known_member, text};
use crate::percent::RESERVED;
use crate::reflect::{List, MapValue, Shape, View};
use crate::schema::{ListType, MapType, Member, Type};
use crate::types::TimestampFormat;
use percent_encoding::utf8_percent_encode;
use std::fmt::Write;

/// How lists are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The protocol query.
    Query,
    /// The protocol ec2: lists are always flat.
    Ec2,
}

/// A form being written. Nested members have names made of those around them, `Filter.1.Value.2`.
pub(super) struct Form {
    dialect: Dialect,
    out: String,
    /// The name of the place being written.
    name: String,
}

impl Form {
    /// An empty form.
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, out: String::new(), name: String::new() }
    }

    /// The form as it goes into the body.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// Writes the field `name`, which needs no escapes.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.push_str(name);
        self.out.push('=');
        self.out.extend(utf8_percent_encode(value, RESERVED));
    }

    /// Writes the members of `shape` that are there.
    pub(super) fn structure(&mut self, shape: &dyn Shape) -> Result<(), Failure> {
        known_member(shape)?;
        for (index, member) in shape.schema().members.iter().enumerate() {
            let view = shape.get(index).view();
            if !view.is_null() {
                self.member(member, view).map_err(|failure| failure.in_member(member.name))?;
            }
        }
        Ok(())
    }

    fn member(&mut self, member: &Member, view: View<'_>) -> Result<(), Failure> {
        let around = self.name.len();
        if around > 0 {
            self.name.push('.');
        }
        self.name.push_str(member.form_name());
        let written = self.value(view, &member.ty);
        self.name.truncate(around);
        written
    }

    /// Writes what stands at the present name.
    fn value(&mut self, view: View<'_>, ty: &Type) -> Result<(), Failure> {
        match (view, ty) {
            (View::Structure(shape), _) => self.structure(shape),
            (View::List(list), Type::List(ty)) => self.list(list, ty),
            (View::Map(map), Type::Map(ty)) => self.map(map, ty),
            _ => match text::write(view, ty, TimestampFormat::Iso8601) {
                Some(value) => {
                    self.scalar(&value);
                    Ok(())
                }
                None => Err(Failure::new("a form cannot hold such a value")),
            },
        }
    }

    fn scalar(&mut self, value: &str) {
        self.out.push('&');
        self.out.extend(utf8_percent_encode(&self.name, RESERVED));
        self.out.push('=');
        self.out.extend(utf8_percent_encode(value, RESERVED));
    }

    fn list(&mut self, list: &dyn List, ty: &ListType) -> Result<(), Failure> {
        if self.dialect == Dialect::Query {
            if list.is_empty() {
                self.scalar("");
                return Ok(());
            }
            if !ty.flattened {
                self.name.push('.');
                self.name.push_str(ty.item_name());
            } else if !ty.item_wire.is_empty() {
                // the name of the items takes the place of the list's own
                self.name.truncate(self.name.rfind('.').map_or(0, |dot| dot + 1));
                self.name.push_str(ty.item_wire);
            }
        }
        for index in 0..list.len() {
            let written = self.numbered(index, |form| form.value(list.item(index).view(), &ty.item));
            written.map_err(|failure| failure.in_item(index))?;
        }
        Ok(())
    }

    fn map(&mut self, map: &dyn MapValue, ty: &MapType) -> Result<(), Failure> {
        if !ty.flattened {
            self.name.push_str(".entry");
        }
        for index in 0..map.len() {
            let (key, value) = map.entry(index);
            let written = self.numbered(index, |form| {
                form.part(ty.key_name(), |form| {
                    form.scalar(key);
                    Ok(())
                })?;
                form.part(ty.value_name(), |form| form.value(value.view(), &ty.value))
            });
            written.map_err(|failure| failure.in_key(key))?;
        }
        Ok(())
    }

    /// Writes at the present name with a number behind it, counted from 1.
    fn numbered(
        &mut self,
        index: usize,
        write: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let around = self.name.len();
        // writing to a string does not fail
        let _ = write!(self.name, ".{}", index + 1);
        let written = write(self);
        self.name.truncate(around);
        written
    }

    /// Writes at the present name with `part` behind it.
    fn part(
        &mut self,
        part: &str,
        write: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let around = self.name.len();
        self.name.push('.');
        self.name.push_str(part);
        let written = write(self);
        self.name.truncate(around);
        written
    }
}
