//! Tables of structures, lists and maps. There `schema` stands for `tucuxi::internal::schema`, `flags` and `lists` for the
//! modules of [`super::service`].

use super::tokens::{ident, index, option};
use crate::ir::endpoint::ContextValue;
use crate::ir::{
    AuthScheme, FormName, Kind, List, Location, Map, Member, Service, Structure, TimestampFormat, Type,
    XmlNamespace,
};
use proc_macro2::TokenStream;
use quote::quote;

/// The value of type `StructSchema`.
pub(super) fn structure(service: &Service, structure: &Structure) -> TokenStream {
    let Structure { name, wire, .. } = structure;
    let kind = match structure.kind {
        Kind::Structure => quote!(Structure),
        Kind::Union => quote!(Union),
    };
    let members = structure.members.iter().map(|m| member(service, m));
    let payload = option(structure.payload.map(|payload| {
        let payload = index(payload);
        quote!(#payload)
    }));
    let namespace = xml_namespace(structure.xml_namespace.as_ref());
    quote! {
        schema::StructSchema {
            name: #name,
            kind: schema::ShapeKind::#kind,
            members: &[#(#members),*],
            payload: #payload,
            wire: #wire,
            xml_namespace: #namespace,
        }
    }
}

fn member(service: &Service, member: &Member) -> TokenStream {
    let Member { name, wire, .. } = member;
    let ty = member_type(service, member);
    let location = match member.location {
        Location::Body => quote!(Body),
        Location::Uri => quote!(Uri),
        Location::Query => quote!(Query),
        Location::Header => quote!(Header),
        Location::Headers => quote!(Headers),
        Location::Status => quote!(Status),
    };
    let flags = flags(member);
    let flags = match flags.as_slice() {
        [] => quote!(schema::Flags::NONE),
        [flag] => {
            let flag = ident(flag);
            quote!(schema::Flags::#flag)
        }
        flags => {
            let constant = ident(&flags.join("_"));
            quote!(flags::#constant)
        }
    };
    let form_name = match &member.form_name {
        FormName::Own(name) => name,
        FormName::Wire | FormName::Member => "",
    };
    let has_traits = !form_name.is_empty() || member.xml_namespace.is_some();
    let traits = has_traits.then(|| {
        let namespace = xml_namespace(member.xml_namespace.as_ref());
        quote!(.traits(&schema::Traits { form_name: #form_name, xml_namespace: #namespace }))
    });
    if member.location != Location::Body || member.min.is_some() {
        let min = min(member.min);
        return quote! {
            schema::Member::placed(#name, #wire, #ty, #flags, schema::Location::#location, #min) #traits
        };
    }
    quote!(schema::Member::flagged(#name, #wire, #ty, #flags) #traits)
}

/// The yes-or-no traits of a member. Of each combination that occurs the crate has a constant.
pub(super) fn flags(member: &Member) -> Vec<&'static str> {
    let flags = [
        (member.required, "REQUIRED"),
        (member.sensitive, "SENSITIVE"),
        (member.idempotency_token, "IDEMPOTENCY_TOKEN"),
        (member.named, "NAMED"),
        (member.json_value, "JSON_VALUE"),
        (member.xml_attribute, "XML_ATTRIBUTE"),
        (member.event_payload, "EVENT_PAYLOAD"),
        (member.event_header, "EVENT_HEADER"),
        (member.host_label, "HOST_LABEL"),
        (member.requires_length, "REQUIRES_LENGTH"),
        (member.held_as_text, "HELD_AS_TEXT"),
        (member.form_name == FormName::Member, "NAME_IN_FORMS"),
    ];
    flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| name).collect()
}

/// The type of a member; a list or map whose `flattened` it changes gets a table of its own.
fn member_type(service: &Service, member: &Member) -> TokenStream {
    let Some(flattened) = member.flattened else { return ty(service, member.ty) };
    match member.ty {
        Type::List(id) => {
            let mut changed = List { flattened, ..service[id].clone() };
            if flattened {
                // The name of the items is for the list as it is elsewhere. Real models say the same name twice;
                // botocore's own test data goes by the member's.
                changed.item_wire.clear();
            }
            let list = list(service, &changed);
            quote!(schema::Type::List(&#list))
        }
        Type::Map(id) => {
            let map = map(service, &Map { flattened, ..service[id].clone() });
            quote!(schema::Type::Map(&#map))
        }
        other => ty(service, other),
    }
}

/// The value of type `Type`.
fn ty(service: &Service, ty: Type) -> TokenStream {
    match ty {
        Type::Boolean => quote!(schema::Type::Boolean),
        Type::Integer => quote!(schema::Type::Integer),
        Type::Float => quote!(schema::Type::Float),
        Type::Double => quote!(schema::Type::Double),
        Type::String | Type::Enum(_) => quote!(schema::Type::String),
        Type::Blob => quote!(schema::Type::Blob),
        Type::Timestamp(format) => {
            let format = option(format.map(|format| match format {
                TimestampFormat::Iso8601 => quote!(rt::TimestampFormat::Iso8601),
                TimestampFormat::UnixTimestamp => quote!(rt::TimestampFormat::UnixTimestamp),
                TimestampFormat::Rfc822 => quote!(rt::TimestampFormat::Rfc822),
            }));
            quote!(schema::Type::Timestamp(#format))
        }
        Type::Document => quote!(schema::Type::Document),
        Type::Structure(_) => quote!(schema::Type::Structure),
        Type::List(id) => {
            let name = ident(&service[id].constant);
            quote!(schema::Type::List(lists::#name))
        }
        Type::Map(id) => {
            let name = ident(&service[id].constant);
            quote!(schema::Type::Map(lists::#name))
        }
        Type::Stream => quote!(schema::Type::Stream),
        Type::Events(_) => quote!(schema::Type::Events),
    }
}

/// The value of type `ListType`.
pub(super) fn list(service: &Service, list: &List) -> TokenStream {
    let List { item_wire, flattened, .. } = list;
    let item = ty(service, list.item);
    let min = min(list.item_min);
    let namespace = xml_namespace(list.item_xml_namespace.as_ref());
    quote! {
        schema::ListType {
            item: #item,
            item_wire: #item_wire,
            flattened: #flattened,
            item_min: #min,
            item_xml_namespace: #namespace,
        }
    }
}

/// The value of type `MapType`.
pub(super) fn map(service: &Service, map: &Map) -> TokenStream {
    let Map { key_wire, value_wire, flattened, .. } = map;
    let value = ty(service, map.value);
    let key_min = min(map.key_min);
    let value_min = min(map.value_min);
    let namespaces = match (&map.key_xml_namespace, &map.value_xml_namespace) {
        (None, None) => quote!(None),
        (key, value) => {
            let (key, value) = (xml_namespace(key.as_ref()), xml_namespace(value.as_ref()));
            quote!(Some(&schema::EntryNamespaces { key: #key, value: #value }))
        }
    };
    quote! {
        schema::MapType {
            value: #value,
            key_wire: #key_wire,
            value_wire: #value_wire,
            flattened: #flattened,
            key_min: #key_min,
            value_min: #value_min,
            xml_namespaces: #namespaces,
        }
    }
}

fn min(min: Option<f64>) -> TokenStream {
    min.map_or_else(|| quote!(f64::NEG_INFINITY), |min| quote!(#min))
}

/// The value of type `Option<XmlNamespace>`.
pub(super) fn xml_namespace(namespace: Option<&XmlNamespace>) -> TokenStream {
    option(
        namespace
            .map(|XmlNamespace { uri, prefix }| quote!(schema::XmlNamespace { uri: #uri, prefix: #prefix })),
    )
}

/// The value of type `AuthScheme`, to be put where that or its module is in scope.
pub(super) fn auth_scheme(scheme: AuthScheme) -> TokenStream {
    match scheme {
        AuthScheme::SigV4 => quote!(AuthScheme::SigV4),
        AuthScheme::SigV2 => quote!(AuthScheme::SigV2),
        AuthScheme::SigV4a => quote!(AuthScheme::SigV4a),
        AuthScheme::SigV4S3Express => quote!(AuthScheme::SigV4S3Express),
        AuthScheme::Bearer => quote!(AuthScheme::Bearer),
        AuthScheme::Anonymous => quote!(AuthScheme::Anonymous),
    }
}

/// The value of type `ContextValue`, likewise.
pub(super) fn context_value(value: &ContextValue) -> TokenStream {
    match value {
        ContextValue::Boolean(value) => quote!(ContextValue::Boolean(#value)),
        ContextValue::String(text) => quote!(ContextValue::String(#text)),
        ContextValue::StringArray(texts) => quote!(ContextValue::StringArray(&[#(#texts),*])),
    }
}
