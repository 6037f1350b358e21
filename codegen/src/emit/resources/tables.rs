//! Constant tables of `tucuxi::internal::resource`, which generated code calls `resource`.

use crate::emit::jmespath;
use crate::emit::tokens::{ident, index, option};
use crate::ir::Service;
use crate::ir::resource::{
    ChildSource, IdentifierSource, Load, Param, PathStep, Produced, Request, Resource, Source, Step,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The value of type `ResourceSchema`.
pub(super) fn resource(service: &Service, resource: &Resource, data: Option<&TokenStream>) -> TokenStream {
    let Resource { name, given_by, .. } = resource;
    let identifiers = resource.identifiers.iter().map(|identifier| {
        let (name, sensitive) = (&identifier.method, identifier.sensitive);
        quote!(resource::Identifier { name: #name, sensitive: #sensitive })
    });
    let load = option(resource.load.as_ref().map(|load| self::load(service, load, data)));
    let data = option(data.map(|data| quote!(resource::DataType::of::<#data>())));
    let exists = option(resource.exists.as_ref().map(|request| {
        let (operation, params) = (operation(service, request), params(&request.params));
        quote!(resource::Exists { operation: #operation, params: #params })
    }));
    quote! {
        resource::ResourceSchema {
            service: &crate::service::SERVICE,
            name: #name,
            identifiers: &[#(#identifiers),*],
            data: #data,
            load: #load,
            exists: #exists,
            given_by: &[#(#given_by),*],
        }
    }
}

fn load(service: &Service, load: &Load, data: Option<&TokenStream>) -> TokenStream {
    match load {
        Load::Call { request, path } => {
            let (operation, params, path) =
                (operation(service, request), params(&request.params), steps(path));
            quote!(resource::Load::Call { operation: #operation, params: #params, path: #path })
        }
        Load::Custom { path, operation } => {
            let path = path.iter().map(|name| ident(name));
            let operation = ident(&service.operations[*operation].type_name);
            quote!(resource::Load::Custom(#(#path)::*::<operations::#operation, #data>))
        }
    }
}

fn operation(service: &Service, request: &Request) -> TokenStream {
    let name = ident(&request.operation(&service.operations).type_name);
    quote!(client::DynOperation::of::<operations::#name>)
}

/// The value of type `Option<fn() -> &'static PaginatorSchema>`.
pub(super) fn paginator(service: &Service, request: &Request) -> TokenStream {
    let operation = request.operation(&service.operations);
    let name = ident(&operation.type_name);
    option(
        is_paginated(service, request)
            .then(|| quote!(<operations::#name as tucuxi::internal::paginate::Paginated>::paginator)),
    )
}

/// Whether the operation gives its results page by page.
pub(super) fn is_paginated(service: &Service, request: &Request) -> bool {
    let operation = request.operation(&service.operations);
    let mut paginated = service.paginators.iter().map(|paginator| &service.operations[paginator.operation]);
    paginated.any(|other| std::ptr::eq(other, operation))
}

/// The value of type `&[Param]`.
pub(super) fn params(params: &[Param]) -> TokenStream {
    let params = params.iter().map(|param| {
        let target = param.target.iter().map(step);
        let source = source(&param.source);
        quote!(resource::Param { target: &[#(#target),*], source: resource::Source::#source })
    });
    quote!(&[#(#params),*])
}

fn step(step: &Step) -> TokenStream {
    let step = match step {
        Step::Member(member) => {
            let member = index(*member);
            quote!(Member(#member))
        }
        Step::At(at) => {
            let at = index(*at);
            quote!(At(#at))
        }
        Step::Append => quote!(Append),
        Step::Each => quote!(Each),
    };
    quote!(resource::Step::#step)
}

fn source(source: &Source) -> TokenStream {
    match source {
        Source::Identifier(identifier) => {
            let identifier = index(*identifier);
            quote!(Identifier(#identifier))
        }
        Source::Data(expression) => {
            let expression = jmespath::expression(expression);
            quote!(Data(&#expression))
        }
        Source::Text(text) => quote!(Text(#text)),
        Source::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Source::Boolean(value) => quote!(Boolean(#value)),
    }
}

/// The value of type `ResultSchema`.
pub(super) fn produced(produced: &Produced) -> TokenStream {
    let identifiers = produced.identifiers.iter().map(|source| {
        let (name, expression) = match source {
            IdentifierSource::Parent(parent) => {
                let parent = index(*parent);
                return quote!(resource::IdentifierSource::Parent(#parent));
            }
            IdentifierSource::Response(expression) => ("Response", expression),
            IdentifierSource::Request(expression) => ("Request", expression),
            IdentifierSource::Data(expression) => ("Data", expression),
        };
        let (name, expression) = (ident(name), jmespath::expression(expression));
        quote!(resource::IdentifierSource::#name(&#expression))
    });
    let path = option(produced.path.as_deref().map(steps));
    quote!(resource::ResultSchema { identifiers: &[#(#identifiers),*], path: #path })
}

/// The value of type `Path`.
fn steps(path: &[PathStep]) -> TokenStream {
    let steps = path.iter().map(|step| {
        let step = match step {
            PathStep::Member(member) => {
                let member = index(*member);
                quote!(Member(#member))
            }
            PathStep::At(at) => {
                let at = index(*at);
                quote!(At(#at))
            }
            PathStep::Items => quote!(Items),
            PathStep::ItemsOf(members) => {
                let members = members.iter().map(|member| index(*member));
                quote!(ItemsOf(&[#(#members),*]))
            }
        };
        quote!(resource::PathStep::#step)
    });
    quote!(&[#(#steps),*])
}

/// The value of type `&[ChildSource]`.
pub(super) fn child(sources: &[ChildSource]) -> TokenStream {
    let mut inputs = 0..;
    let sources = sources.iter().map(|source| match source {
        ChildSource::Parent(parent) => {
            let parent = index(*parent);
            quote!(resource::ChildSource::Parent(#parent))
        }
        ChildSource::Argument(_) => {
            let input = index(inputs.next().unwrap_or_default());
            quote!(resource::ChildSource::Input(#input))
        }
    });
    quote!(&[#(#sources),*])
}
