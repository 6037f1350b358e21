//! `src/endpoint.rs` of a service crate: its endpoint rules as one constant.

use super::schema;
use super::tokens::option;
use crate::ir::endpoint::{
    Attribute, AuthTemplate, BuiltIn, Condition, Endpoint, Expression, Function, Legacy, Outcome, Parameter,
    Piece, Rule, RuleSet, Type,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

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
    let built_in = option(parameter.built_in.map(built_in));
    let default = option(parameter.default.as_ref().map(schema::context_value));
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

fn built_in(built_in: BuiltIn) -> TokenStream {
    match built_in {
        BuiltIn::Region => quote!(BuiltIn::Region),
        BuiltIn::UseFips => quote!(BuiltIn::UseFips),
        BuiltIn::UseDualStack => quote!(BuiltIn::UseDualStack),
        BuiltIn::Endpoint => quote!(BuiltIn::Endpoint),
        BuiltIn::AccountId => quote!(BuiltIn::AccountId),
        BuiltIn::AccountIdEndpointMode => quote!(BuiltIn::AccountIdEndpointMode),
        BuiltIn::StsUseGlobalEndpoint => quote!(BuiltIn::StsUseGlobalEndpoint),
        BuiltIn::S3UseGlobalEndpoint => quote!(BuiltIn::S3UseGlobalEndpoint),
        BuiltIn::S3Accelerate => quote!(BuiltIn::S3Accelerate),
        BuiltIn::S3ForcePathStyle => quote!(BuiltIn::S3ForcePathStyle),
        BuiltIn::S3UseArnRegion => quote!(BuiltIn::S3UseArnRegion),
        BuiltIn::S3DisableMultiRegionAccessPoints => quote!(BuiltIn::S3DisableMultiRegionAccessPoints),
        BuiltIn::S3DisableExpressSessionAuth => quote!(BuiltIn::S3DisableExpressSessionAuth),
        BuiltIn::S3ControlUseArnRegion => quote!(BuiltIn::S3ControlUseArnRegion),
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
    let one = |name: TokenStream, value| {
        let value = expression(value);
        quote!(Function::#name(#value))
    };
    let two = |name: TokenStream, left, right| {
        let (left, right) = (expression(left), expression(right));
        quote!(Function::#name(#left, #right))
    };
    let label = |name: TokenStream, label, dots: &bool| {
        let label = expression(label);
        quote!(Function::#name(#label, #dots))
    };
    match function {
        Function::IsSet(value) => one(quote!(IsSet), value),
        Function::Not(value) => one(quote!(Not), value),
        Function::UriEncode(value) => one(quote!(UriEncode), value),
        Function::ParseUrl(value) => one(quote!(ParseUrl), value),
        Function::Partition(value) => one(quote!(Partition), value),
        Function::ParseArn(value) => one(quote!(ParseArn), value),
        Function::StringEquals(left, right) => two(quote!(StringEquals), left, right),
        Function::BooleanEquals(left, right) => two(quote!(BooleanEquals), left, right),
        Function::IsValidHostLabel(value, dots) => label(quote!(IsValidHostLabel), value, dots),
        Function::IsVirtualHostableBucket(value, dots) => label(quote!(IsVirtualHostableBucket), value, dots),
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
    match attribute {
        Attribute::Name => quote!(Attribute::Name),
        Attribute::DnsSuffix => quote!(Attribute::DnsSuffix),
        Attribute::DualStackDnsSuffix => quote!(Attribute::DualStackDnsSuffix),
        Attribute::ImplicitGlobalRegion => quote!(Attribute::ImplicitGlobalRegion),
        Attribute::SupportsFips => quote!(Attribute::SupportsFips),
        Attribute::SupportsDualStack => quote!(Attribute::SupportsDualStack),
        Attribute::Scheme => quote!(Attribute::Scheme),
        Attribute::Authority => quote!(Attribute::Authority),
        Attribute::Path => quote!(Attribute::Path),
        Attribute::NormalizedPath => quote!(Attribute::NormalizedPath),
        Attribute::IsIp => quote!(Attribute::IsIp),
        Attribute::Partition => quote!(Attribute::Partition),
        Attribute::Service => quote!(Attribute::Service),
        Attribute::Region => quote!(Attribute::Region),
        Attribute::AccountId => quote!(Attribute::AccountId),
        Attribute::ResourceId => quote!(Attribute::ResourceId),
        Attribute::ResourcePart(index) => {
            let index = Literal::u8_unsuffixed(index);
            quote!(Attribute::ResourcePart(#index))
        }
        Attribute::Item(index) => {
            let index = Literal::u8_unsuffixed(index);
            quote!(Attribute::Item(#index))
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
        let schemes = endpoint.auth_schemes.iter().map(auth_template);
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

fn auth_template(template: &AuthTemplate) -> TokenStream {
    let scheme = schema::auth_scheme(template.scheme);
    let name = option(template.signing_name.as_ref().map(expression));
    let regions = template.signing_regions.iter().map(expression);
    let once = template.disable_double_encoding;
    quote! {
        AuthTemplate {
            scheme: #scheme,
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
