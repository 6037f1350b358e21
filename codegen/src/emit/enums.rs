//! `src/enums.rs`: strings with known values.
//!
//! They are compared and hashed by their text: derived, that would be a body more for each of them. Not so cloned: a text
//! becomes a value by a clone out of a table.

use super::tokens::{docs, ident};
use crate::ir::{Enum, Service};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let imports = (!service.enums.is_empty()).then(|| {
        quote!(
            use tucuxi::internal::reflect;
        )
    });
    let items = service.enums.iter().map(enumeration);
    quote! {
        #![doc = " Strings with known values."]
        #imports
        #(#items)*
    }
}

fn enumeration(item: &Enum) -> TokenStream {
    let name = ident(&item.type_name);
    let text = docs(&item.docs);
    let variants: Vec<_> = item.values.iter().map(|value| ident(&value.variant)).collect();
    let wires: Vec<_> = item.values.iter().map(|value| &value.wire).collect();
    let variant_docs = wires.iter().map(|wire| format!(" `{wire}`"));
    quote! {
        #text
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #variant_docs] #variants,)*
            #[doc = " A value that this version does not know. A later version may have a variant for it, so do not match its text"]
            #[doc = " here: compare `as_str()` in an arm for all other values."]
            Unknown(String),
        }

        impl #name {
            #[doc = " The known values, sorted by their text."]
            #[inline]
            pub fn values() -> &'static [Self] {
                const { &[#(Self::#variants),*] }
            }

            #[doc = " The value on the wire."]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                let known = reflect::find_enum(Self::values(), value);
                known.unwrap_or_else(|| Self::Unknown(value.to_owned()))
            }
        }

        impl From<String> for #name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(&*value)
            }
        }

        impl std::ops::Deref for #name {
            type Target = str;
            #[inline]
            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for #name {}

        impl std::hash::Hash for #name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl reflect::Value for #name {
            #[inline]
            fn view(&self) -> reflect::View<'_> {
                reflect::View::String(self.as_str())
            }
            #[inline]
            fn slot(&mut self) -> reflect::Slot<'_> {
                reflect::Slot::Enum(self)
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
