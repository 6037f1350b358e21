//! [`Attr`] and [`Key`], which conditions begin with, and what attributes are compared with.

use super::condition::{Condition, EQUAL, KeyCondition};
use super::path::Path;
use super::pieces::Pieces;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;

/// An attribute of an item, to make a [`Condition`] of: boto3's `Attr`. See [`Path`] for what names it.
///
/// ```
/// use tucuxi_dynamodb::Attr;
///
/// let old = Attr("year").lt(1990) | Attr("tags").contains("classic") | Attr("lines[0].note").size().gt(100);
/// # old.build().unwrap();
/// ```
///
/// Values are anything serialisable. Another attribute can stand in the place of a value: `Attr("spent").gt(Attr("budget"))`.
#[derive(Clone, Copy, Debug)]
pub struct Attr<N>(pub N);

/// An attribute of a key, to make a [`KeyCondition`] of: boto3's `Key`.
///
/// ```
/// use tucuxi_dynamodb::Key;
///
/// let key = Key("customer").eq("c-17") & Key("date").between("2026-01", "2026-06");
/// assert_eq!(key.build()?.expression(), "(#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2)");
/// # Ok::<(), tucuxi::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Key<N>(pub N);

/// How large an attribute is: [`Attr::size`]. It is compared like an attribute.
#[derive(Clone, Debug)]
#[must_use = "a size is not a condition until it is compared"]
pub struct Size(Path);

/// What an attribute is compared with: anything serialisable, another attribute, or a size.
pub trait Operand: sealed::Sealed {}

mod sealed {
    use super::Pieces;

    pub trait Sealed {
        #[doc(hidden)]
        fn into_operand(self) -> Pieces;
    }
}

impl<T: Serialize> Operand for T {}
impl<T: Serialize> sealed::Sealed for T {
    fn into_operand(self) -> Pieces {
        Pieces::value(&self)
    }
}

impl<N: Into<Path>> Operand for Attr<N> {}
impl<N: Into<Path>> sealed::Sealed for Attr<N> {
    fn into_operand(self) -> Pieces {
        Pieces::path(self.0)
    }
}

impl Operand for Size {}
impl sealed::Sealed for Size {
    fn into_operand(self) -> Pieces {
        Pieces::path(self.0).call("size", [])
    }
}

impl Attr<Path> {
    /// The attribute of this name at the top of the item, also if the name contains dots or brackets.
    pub fn name(name: impl Into<String>) -> Self {
        Self(Path::name(name))
    }
}

impl Key<Path> {
    /// The key attribute of this name, also if the name contains dots or brackets.
    pub fn name(name: impl Into<String>) -> Self {
        Self(Path::name(name))
    }
}

fn compare(left: Pieces, operator: &'static str, right: Pieces) -> Pieces {
    left.text(operator).then(right)
}

/// Comparisons that attributes of keys have too. `$bound` is what they are compared with, `$value` makes pieces of that.
macro_rules! comparisons {
    ($output:ident, $bound:path, $left:expr, $value:expr) => {
        /// It is equal to `value`.
        pub fn eq(self, value: impl $bound) -> $output {
            $output(compare($left(self), EQUAL, $value(value)))
        }

        /// It is less than `value`.
        pub fn lt(self, value: impl $bound) -> $output {
            $output(compare($left(self), " < ", $value(value)))
        }

        /// It is less than `value`, or equal to it.
        pub fn lte(self, value: impl $bound) -> $output {
            $output(compare($left(self), " <= ", $value(value)))
        }

        /// It is greater than `value`.
        pub fn gt(self, value: impl $bound) -> $output {
            $output(compare($left(self), " > ", $value(value)))
        }

        /// It is greater than `value`, or equal to it.
        pub fn gte(self, value: impl $bound) -> $output {
            $output(compare($left(self), " >= ", $value(value)))
        }

        /// It is not less than `low` and not greater than `high`.
        pub fn between(self, low: impl $bound, high: impl $bound) -> $output {
            $output(compare($left(self), " BETWEEN ", $value(low)).text(" AND ").then($value(high)))
        }
    };
}

/// Comparisons that only attributes beside keys, and sizes, have.
macro_rules! more_comparisons {
    ($left:expr) => {
        /// It is not equal to `value`.
        pub fn ne(self, value: impl Operand) -> Condition {
            Condition(compare($left(self), " <> ", value.into_operand()))
        }

        /// It is equal to one of `values`: boto3's `is_in`. DynamoDB takes up to 100. None at all is an error when the condition is
        /// used.
        pub fn in_<V: Operand>(self, values: impl IntoIterator<Item = V>) -> Condition {
            let values = Pieces::join(values.into_iter().map(|value| value.into_operand()), ", ");
            if values.is_empty() {
                return Condition(Pieces::failed(Error::validation("`in_` has no values to compare with")));
            }
            Condition(compare($left(self), " IN (", values).text(")"))
        }
    };
}

impl<N: Into<Path>> Key<N> {
    comparisons!(KeyCondition, Serialize, |key: Self| Pieces::path(key.0), |value| Pieces::value(&value));

    /// It begins with `prefix`, a string or bytes.
    pub fn begins_with(self, prefix: impl Serialize) -> KeyCondition {
        KeyCondition(Pieces::path(self.0).call("begins_with", [Pieces::value(&prefix)]))
    }
}

impl<N: Into<Path>> Attr<N> {
    comparisons!(Condition, Operand, sealed::Sealed::into_operand, sealed::Sealed::into_operand);
    more_comparisons!(sealed::Sealed::into_operand);

    /// It begins with `prefix`, a string or bytes.
    pub fn begins_with(self, prefix: impl Operand) -> Condition {
        self.test("begins_with", prefix)
    }

    /// It is a string with `value` in it, or a set or a list with `value` as an element.
    pub fn contains(self, value: impl Operand) -> Condition {
        self.test("contains", value)
    }

    /// It is of this type, in DynamoDB's letters: `S`, `N`, `B`, `SS`, `NS`, `BS`, `M`, `L`, `NULL`, `BOOL`.
    pub fn attribute_type(self, letters: impl Operand) -> Condition {
        self.test("attribute_type", letters)
    }

    /// The item has it.
    pub fn exists(self) -> Condition {
        Condition(Pieces::path(self.0).call("attribute_exists", []))
    }

    /// The item does not have it.
    pub fn not_exists(self) -> Condition {
        Condition(Pieces::path(self.0).call("attribute_not_exists", []))
    }

    /// How large it is, to be compared: characters of a string, bytes of binary data, elements of a set, a list or a map.
    pub fn size(self) -> Size {
        Size(self.0.into())
    }

    fn test(self, function: &'static str, value: impl Operand) -> Condition {
        Condition(Pieces::path(self.0).call(function, [value.into_operand()]))
    }
}

impl Size {
    comparisons!(Condition, Operand, sealed::Sealed::into_operand, sealed::Sealed::into_operand);
    more_comparisons!(sealed::Sealed::into_operand);
}
