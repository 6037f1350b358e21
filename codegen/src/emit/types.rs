//! Types of fields, and of the arguments that setters take.

use super::tokens::ident;
use crate::ir::{ListId, Member, Module, Service, Structure, StructureId, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// Writes types as they are named in one file. There `rt` stands for `tucuxi::types`.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub service: &'a Service,
    /// The module the file is, if structures stand in it.
    pub module: Option<Module>,
}

impl Types<'_> {
    /// A structure.
    pub fn structure(&self, id: StructureId) -> TokenStream {
        let structure: &Structure = &self.service[id];
        let name = ident(&structure.type_name);
        if self.module == Some(structure.module) {
            return quote!(#name);
        }
        match structure.module {
            Module::Types => quote!(crate::types::#name),
            Module::Errors => quote!(crate::errors::#name),
        }
    }

    /// The type of a value.
    pub fn value(&self, ty: Type) -> TokenStream {
        match ty {
            Type::Boolean => quote!(bool),
            Type::Integer => quote!(i64),
            Type::Float => quote!(f32),
            Type::Double => quote!(f64),
            Type::String => quote!(String),
            Type::Enum(id) => {
                let name = ident(&self.service[id].type_name);
                if self.module == Some(Module::Types) { quote!(#name) } else { quote!(crate::types::#name) }
            }
            Type::Blob => quote!(rt::Blob),
            Type::Timestamp(_) => quote!(rt::Timestamp),
            Type::Document => quote!(rt::Document),
            Type::Structure(id) => self.structure(id),
            Type::List(id) => {
                let item = self.list_item(id);
                quote!(Vec<#item>)
            }
            Type::Map(id) => {
                let value = self.item(self.service[id].value, self.service[id].sparse);
                quote!(rt::Map<#value>)
            }
            Type::Stream => quote!(rt::ByteStream),
            Type::Events(id) => {
                let event = self.structure(id);
                quote!(rt::EventStream<#event>)
            }
        }
    }

    /// The type of a list's items.
    pub fn list_item(&self, id: ListId) -> TokenStream {
        self.item(self.service[id].item, self.service[id].sparse)
    }

    fn item(&self, ty: Type, sparse: bool) -> TokenStream {
        let item = self.value(ty);
        if sparse { quote!(Option<#item>) } else { item }
    }

    /// The type of a member where it is there: that of a union's variant.
    pub fn present(&self, member: &Member) -> TokenStream {
        let ty = self.value(member.ty);
        if member.boxed { quote!(rt::Boxed<#ty>) } else { ty }
    }

    /// The type by which a variant of a union lends its data, and the expression that lends `value`, a reference to it.
    pub fn lent(&self, member: &Member) -> (TokenStream, TokenStream) {
        let ty = self.value(member.ty);
        match member.ty {
            Type::Boolean | Type::Integer | Type::Float | Type::Double => (ty, quote!(*value)),
            Type::String => (quote!(&str), quote!(value)),
            Type::List(id) => {
                let item = self.list_item(id);
                (quote!(&[#item]), quote!(value))
            }
            _ => (quote!(&#ty), quote!(value)),
        }
    }

    /// The type of a field. A stream may be empty, which is as good as absent.
    pub fn field(&self, member: &Member) -> TokenStream {
        let ty = self.present(member);
        match member.ty {
            Type::Stream | Type::Events(_) => ty,
            _ => quote!(Option<#ty>),
        }
    }

    /// What a setter of `member` takes, and the field's value made of it.
    pub fn argument(&self, member: &Member) -> (TokenStream, TokenStream) {
        let ty = self.value(member.ty);
        match member.ty {
            Type::Boolean | Type::Integer | Type::Float | Type::Double => (ty, quote!(Some(value))),
            Type::Structure(_) if member.boxed => (ty, quote!(Some(rt::Boxed::new(value)))),
            Type::Structure(_) => (ty, quote!(Some(value))),
            Type::Events(_) => (ty, quote!(value)),
            Type::Stream => (quote!(impl Into<#ty>), quote!(value.into())),
            Type::List(id) => {
                let item = self.list_item(id);
                (quote!(impl IntoIterator<Item = impl Into<#item>>), quote!(Some(collect::list(value))))
            }
            Type::Map(id) => {
                let value = self.item(self.service[id].value, self.service[id].sparse);
                let item = quote!((impl Into<String>, impl Into<#value>));
                (quote!(impl IntoIterator<Item = #item>), quote!(Some(collect::map(value))))
            }
            Type::String | Type::Enum(_) | Type::Blob | Type::Timestamp(_) | Type::Document => {
                (quote!(impl Into<#ty>), quote!(Some(value.into())))
            }
        }
    }
}
