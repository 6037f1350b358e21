//! `src/endpoint.rs` of a service crate: its endpoint rules as one constant.

use crate::ir::endpoint::{
    Attribute, AuthScheme, Condition, Default, Endpoint, Expression, Function, Legacy, Outcome, Parameter,
    Piece, Rule, RuleSet, Type,
};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The value of type `tucuxi::internal::endpoint::RuleSet`, to be put where [`imports`] are in scope.
pub fn rule_set(rules: &RuleSet, legacy: &Legacy) -> TokenStream {
    let parameters = rules.parameters.iter().map(parameter);
    let conditions = rules.conditions.iter().map(condition);
    let endpoints = rules.endpoints.iter().map(endpoint);
    let errors = rules.errors.iter().map(expression);
    let rows = rules.rules.iter().map(rule);
    let slots = Literal::usize_unsuffixed(rules.slots);
    let legacy = self::legacy(legacy);
    quote! {
        RuleSet {
            parameters: &[#(#parameters),*],
            conditions: &[#(#conditions),*],
            endpoints: &[#(#endpoints),*],
            errors: &[#(#errors),*],
            rules: &[#(#rows),*],
            slots: #slots,
            partitions: PARTITIONS,
            legacy: #legacy,
        }
    }
}

/// What [`rule_set`] needs in scope.
pub fn imports() -> TokenStream {
    quote! {
        #[allow(unused_imports, reason = "few rule sets need all of them")]
        use tucuxi::internal::endpoint::{
            Attribute, AuthTemplate, BuiltIn, Condition, EndpointTemplate, Expression, Function, Legacy, Parameter,
            ParameterType, Piece, Rule, RuleSet,
        };
        #[allow(unused_imports, reason = "few rule sets need all of them")]
        use tucuxi::internal::schema::{AuthScheme, ContextValue};
        use tucuxi_partitions::PARTITIONS;
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let Parameter { name, required, used, .. } = parameter;
    let ty = match parameter.ty {
        Type::Boolean => quote!(Boolean),
        Type::StringArray => quote!(StringArray),
        _ => quote!(String),
    };
    let built_in = option(parameter.built_in.map(|variant| {
        let variant = format_ident!("{variant}");
        quote!(BuiltIn::#variant)
    }));
    let default = option(parameter.default.as_ref().map(|default| match default {
        Default::String(text) => quote!(ContextValue::String(#text)),
        Default::Boolean(value) => quote!(ContextValue::Boolean(#value)),
        Default::StringArray(texts) => quote!(ContextValue::StringArray(&[#(#texts),*])),
    }));
    quote! {
        Parameter {
            name: #name,
            ty: ParameterType::#ty,
            built_in: #built_in,
            default: #default,
            required: #required,
            cached: #used,
        }
    }
}

fn legacy(legacy: &Legacy) -> TokenStream {
    if *legacy == Legacy::default() {
        return quote!(Legacy::NONE);
    }
    let global = option(legacy.global_region.as_ref().map(|region| quote!(#region)));
    let signing = legacy.signing_regions.iter().map(|(region, signing)| quote!((#region, #signing)));
    quote!(Legacy { global_region: #global, signing_regions: &[#(#signing),*] })
}

fn condition(condition: &Condition) -> TokenStream {
    let function = function(&condition.function);
    match condition.assign {
        None => quote!(Condition::new(#function)),
        Some(slot) => {
            let slot = Literal::u8_unsuffixed(slot);
            quote!(Condition::assign(#slot, #function))
        }
    }
}

fn function(function: &Function) -> TokenStream {
    match function {
        Function::Unary(variant, value) => {
            let (variant, value) = (format_ident!("{variant}"), expression(value));
            quote!(Function::#variant(#value))
        }
        Function::Binary(variant, left, right) => {
            let (variant, left, right) = (format_ident!("{variant}"), expression(left), expression(right));
            quote!(Function::#variant(#left, #right))
        }
        Function::Label(variant, label, dots) => {
            let (variant, label) = (format_ident!("{variant}"), expression(label));
            quote!(Function::#variant(#label, #dots))
        }
        Function::GetAttribute(value, name) => {
            let (value, name) = (expression(value), attribute(*name));
            quote!(Function::GetAttribute(#value, #name))
        }
        Function::Substring { input, start, stop, reverse } => {
            let input = expression(input);
            let (start, stop) = (Literal::usize_unsuffixed(*start), Literal::usize_unsuffixed(*stop));
            quote!(Function::Substring { input: #input, start: #start, stop: #stop, reverse: #reverse })
        }
    }
}

fn expression(expression: &Expression) -> TokenStream {
    match expression {
        Expression::Slot(slot) => {
            let slot = Literal::u8_unsuffixed(*slot);
            quote!(Expression::Slot(#slot))
        }
        Expression::Boolean(value) => quote!(Expression::Boolean(#value)),
        Expression::Text(text) => quote!(Expression::Text(#text)),
        Expression::Template(pieces) => {
            let pieces = pieces.iter().map(piece);
            quote!(Expression::Template(&[#(#pieces),*]))
        }
        Expression::Call(call) => {
            let call = function(call);
            quote!(Expression::Call(&#call))
        }
    }
}

fn piece(piece: &Piece) -> TokenStream {
    match piece {
        Piece::Text(text) => quote!(Piece::Text(#text)),
        Piece::Slot(slot) => {
            let slot = Literal::u8_unsuffixed(*slot);
            quote!(Piece::Slot(#slot))
        }
        Piece::Attribute(slot, name) => {
            let (slot, name) = (Literal::u8_unsuffixed(*slot), attribute(*name));
            quote!(Piece::Attribute(#slot, #name))
        }
    }
}

fn attribute(attribute: Attribute) -> TokenStream {
    let variant = format_ident!("{}", attribute.variant);
    match attribute.index {
        None => quote!(Attribute::#variant),
        Some(index) => {
            let index = Literal::u8_unsuffixed(index);
            quote!(Attribute::#variant(#index))
        }
    }
}

fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let url = expression(&endpoint.url);
    let mut tokens = quote!(EndpointTemplate::new(#url));
    if !endpoint.headers.is_empty() {
        let headers = endpoint.headers.iter().map(|(name, value)| {
            let value = expression(value);
            quote!((#name, #value))
        });
        tokens.extend(quote!(.headers(&[#(#headers),*])));
    }
    if !endpoint.auth_schemes.is_empty() {
        let schemes = endpoint.auth_schemes.iter().map(auth_scheme);
        tokens.extend(quote!(.auth(&[#(#schemes),*])));
    }
    if let Some(backend) = &endpoint.backend {
        let backend = expression(backend);
        tokens.extend(quote!(.backend(#backend)));
    }
    if !endpoint.metric_values.is_empty() {
        let values = &endpoint.metric_values;
        tokens.extend(quote!(.metric_values(&[#(#values),*])));
    }
    tokens
}

fn auth_scheme(scheme: &AuthScheme) -> TokenStream {
    let variant = format_ident!("{}", scheme.scheme);
    let name = option(scheme.signing_name.as_ref().map(expression));
    let regions = scheme.signing_regions.iter().map(expression);
    let once = scheme.disable_double_encoding;
    quote! {
        AuthTemplate {
            scheme: AuthScheme::#variant,
            signing_name: #name,
            signing_regions: &[#(#regions),*],
            disable_double_encoding: #once,
        }
    }
}

fn rule(rule: &Rule) -> TokenStream {
    let conditions = rule.conditions.iter().map(|index| Literal::u16_unsuffixed(*index));
    let conditions = quote!(conditions: &[#(#conditions),*]);
    match rule.outcome {
        Outcome::Tree(end) => {
            let end = Literal::u16_unsuffixed(end);
            quote!(Rule::Tree { #conditions, end: #end })
        }
        Outcome::Endpoint(index) => {
            let index = Literal::u16_unsuffixed(index);
            quote!(Rule::Endpoint { #conditions, endpoint: #index })
        }
        Outcome::Error(index) => {
            let index = Literal::u16_unsuffixed(index);
            quote!(Rule::Error { #conditions, error: #index })
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
