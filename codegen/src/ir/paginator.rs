//! [`Paginator`]: how the listing of an operation goes on from page to page.

use super::Type;
use super::jmespath::Expression;

/// The paginator of an operation.
#[derive(Debug)]
pub struct Paginator {
    /// The operation: its index.
    pub operation: usize,
    /// What says where to go on.
    pub tokens: Vec<Token>,
    /// What finds in the output whether there is more.
    pub more_results: Option<Expression>,
    /// The member of the input with the size of a page: its index.
    pub limit: Option<usize>,
    /// What is listed; the first counts as items.
    pub results: Vec<ResultKey>,
    /// Members of the output that are alike in all pages: the indices on the way to each.
    pub constant: Vec<Vec<usize>>,
}

/// A part of the place to go on from.
#[derive(Debug)]
pub struct Token {
    /// The member of the input it is put into: its index.
    pub input: usize,
    /// What finds it in the output.
    pub output: Expression,
}

/// A member of the output with what is listed.
#[derive(Debug)]
pub struct ResultKey {
    /// The path, as the model has it.
    pub text: String,
    /// The name of its marker type.
    pub type_name: String,
    /// The members on the way to it, the last being the one.
    pub steps: Vec<Step>,
    /// Its type.
    pub ty: Type,
}

/// A member on a path.
#[derive(Debug)]
pub struct Step {
    /// Its index in the structure.
    pub index: usize,
    /// The field's name.
    pub field: String,
    /// Whether it stands behind an indirection.
    pub boxed: bool,
}
