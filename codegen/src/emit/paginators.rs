//! `src/paginators.rs`: what operations with pages list, and how to go on from page to page.

use super::tokens::{docs, ident, index, option};
use super::types::Types;
use super::{example, jmespath};
use crate::ir::paginator::{Paginator, ResultKey};
use crate::ir::{Operation, Service, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let types = Types { service, module: None };
    let items = service.paginators.iter().map(|paginator| self::paginator(types, paginator));
    let text = page(service);
    let text = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! {
        #(#![doc = #text])*

        use crate::operations::{self, of};
        use tucuxi::internal::paginate;
        #[allow(unused_imports, reason = "few services need it")]
        use tucuxi::types as rt;

        impl<O: paginate::Paginated> operations::Call<O>
        where
            O::Input: Clone,
        {
            #[doc = " All pages, as a stream of outputs."]
            #[inline]
            pub fn pages(self) -> paginate::Pages<O> {
                paginate::Pages::new(self.0)
            }

            #[doc = " What all pages list, as a stream."]
            #[inline]
            pub fn items(self) -> paginate::Items<O>
            where
                O: paginate::ResultKey<Operation = O>,
            {
                self.pages().items()
            }
        }

        #(#items)*
    }
}

/// The page of the module.
fn page(service: &Service) -> String {
    let library = service.package.library();
    let rows: Vec<_> = service.paginators.iter().map(|paginator| row(service, paginator)).collect();
    let first = service.paginators.first().map(|paginator| &service.operations[paginator.operation]);
    let example = first.map(|operation| example(service, operation, &library)).unwrap_or_default();
    format!(
        "Paginators: operations that give their results page by page, as streams of all there is.

The calls of these operations have `pages`, a stream of outputs, and `items`, a stream of what is in them; both take
`page_size`, `max_items` and `starting_token`. The next page is asked for when it is wanted, so that dropping the stream
ends the listing. [`tucuxi::paginate`] tells the rules.

{example}{}",
        rows.join("\n")
    )
}

fn example(service: &Service, operation: &Operation, library: &str) -> String {
    let call = example::expression(service, operation, ".items()");
    let code = format!(
        "let mut items = {call};
while let Some(item) = items.next().await {{
    println!(\"{{:?}}\", item?);
}}"
    );
    format!(
        "```no_run
{imports}# async fn example(client: {library}::Client) -> Result<(), tucuxi::Error> {{
{code}
# Ok(())
# }}
```

",
        imports = example::imports(&code, library),
    )
}

/// What one operation lists.
fn row(service: &Service, paginator: &Paginator) -> String {
    let operation = &service.operations[paginator.operation];
    let keys = paginator.results.iter().enumerate().map(|(at, key)| match at {
        0 => format!("`{}`", key.text),
        _ => {
            let (module, name) = (&operation.method_name, &key.type_name);
            format!("[`{}`]({}::{name})", key.text, super::tokens::ident(module))
        }
    });
    let keys: Vec<_> = keys.collect();
    format!("- [`{name}`](crate::operations::{name}): {}", keys.join(", "), name = operation.type_name)
}

fn paginator(types: Types<'_>, paginator: &Paginator) -> TokenStream {
    let operation = &types.service.operations[paginator.operation];
    let name = ident(&operation.type_name);
    let schema = schema(paginator);
    let (primary, others) = match paginator.results.split_first() {
        Some(split) => split,
        None => return TokenStream::new(),
    };
    let key = result_key(types, primary, 0, &quote!(of::#name), &quote!(Self));
    let others = (!others.is_empty()).then(|| markers(types, operation, others));
    quote! {
        impl paginate::Paginated for of::#name {
            #[inline]
            fn paginator() -> &'static paginate::PaginatorSchema {
                const { &#schema }
            }
        }

        #key

        #others
    }
}

/// A module with a marker for each result key but the first.
fn markers(types: Types<'_>, operation: &Operation, keys: &[ResultKey]) -> TokenStream {
    let module = ident(&operation.method_name);
    let text = docs(&format!(
        "What [`{name}`](crate::operations::{name}) lists beside its items.",
        name = operation.type_name
    ));
    let of = ident(&operation.type_name);
    let keys = keys.iter().zip(1..).map(|(key, at)| {
        let marker = ident(&key.type_name);
        let text = docs(&format!(
            "`{}`: for [`items_of`](tucuxi::paginate::Pages::items_of) of the pages.",
            key.text
        ));
        let operation = quote!(of::#of);
        let implementation = result_key(types, key, at, &quote!(#marker), &operation);
        quote! {
            #text
            #[derive(Debug)]
            pub enum #marker {}

            #implementation
        }
    });
    quote! {
        #text
        pub mod #module {
            use crate::operations::of;
            use tucuxi::internal::paginate;
            #[allow(unused_imports, reason = "few operations need it")]
            use tucuxi::types as rt;

            #(#keys)*
        }
    }
}

/// How `key`, number `at` of the paginator of `operation`, is taken out of an output.
fn result_key(
    types: Types<'_>,
    key: &ResultKey,
    at: usize,
    implementor: &TokenStream,
    operation: &TokenStream,
) -> TokenStream {
    let value = types.value(key.ty);
    let several = matches!(key.ty, Type::List(_) | Type::Map(_));
    let items = if several { value } else { quote!(Option<#value>) };
    let mut path = quote!(page);
    let mut boxed = false;
    for (depth, step) in key.steps.iter().enumerate() {
        let field = ident(&step.field);
        let inner = if boxed { quote!(inner.into_inner()) } else { quote!(inner) };
        path = if depth == 0 { quote!(page.#field) } else { quote!(#path.and_then(|inner| #inner.#field)) };
        boxed = step.boxed;
    }
    let end = match (several, boxed) {
        (true, false) => quote!(.unwrap_or_default()),
        (true, true) => quote!(.map(rt::Boxed::into_inner).unwrap_or_default()),
        (false, true) => quote!(.map(rt::Boxed::into_inner)),
        (false, false) => TokenStream::new(),
    };
    let number = (at > 0).then(|| {
        let at = index(at);
        quote!(const INDEX: usize = #at;)
    });
    quote! {
        impl paginate::ResultKey for #implementor {
            type Operation = #operation;
            type Items = #items;
            #number
            #[inline]
            fn take(page: <#operation as tucuxi::client::Operation>::Output) -> Self::Items {
                #path #end
            }
        }
    }
}

fn schema(paginator: &Paginator) -> TokenStream {
    let tokens = paginator.tokens.iter().map(|token| {
        let input = index(token.input);
        let output = jmespath::expression(&token.output);
        quote!(paginate::Token { input: #input, output: #output })
    });
    let more_results = option(paginator.more_results.as_ref().map(jmespath::expression));
    let limit = option(paginator.limit.map(|member| {
        let member = index(member);
        quote!(#member)
    }));
    let results = paginator.results.iter().map(|key| {
        let steps = key.steps.iter().map(|step| index(step.index));
        quote!(&[#(#steps),*])
    });
    let constant = paginator.constant.iter().map(|path| {
        let steps = path.iter().map(|step| index(*step));
        quote!(&[#(#steps),*])
    });
    quote! {
        paginate::PaginatorSchema {
            tokens: &[#(#tokens),*],
            more_results: #more_results,
            limit: #limit,
            results: &[#(#results),*],
            constant: &[#(#constant),*],
        }
    }
}
