//! What a model says of the pages of an operation, as constant data.

use crate::jmespath::Expression;

/// The indices of the members on the way from a structure to one of its values.
pub type Path = &'static [usize];

/// The paginator of an operation.
#[derive(Debug)]
pub struct PaginatorSchema {
    /// What says where to go on.
    pub tokens: &'static [Token],
    /// What finds in the output whether there is more; without it the tokens tell.
    pub more_results: Option<Expression>,
    /// The member of the input with the size of a page.
    pub limit: Option<usize>,
    /// Where the output has what is listed; the first counts as items.
    pub results: &'static [Path],
    /// Where the output has what is alike in all pages.
    pub constant: &'static [Path],
}

/// A part of the place to go on from.
#[derive(Debug)]
pub struct Token {
    /// The member of the input it is put into.
    pub input: usize,
    /// What finds it in the output.
    pub output: Expression,
}
