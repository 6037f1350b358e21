//! What a wait gives: the last answer, where that may be an error as well as an output.

use crate::error::Error;
use crate::reflect::Shape;
use std::any::Any;

/// The last answer of a wait that may end with an error: a table is gone when describing it fails.
#[derive(Debug)]
pub enum Last<T> {
    /// An output.
    Output(T),
    /// The error that was waited for.
    Error(Error),
}

impl<T> Last<T> {
    /// The output, if that is how the wait ended.
    pub fn output(self) -> Option<T> {
        match self {
            Self::Output(output) => Some(output),
            Self::Error(_) => None,
        }
    }

    /// The error that was waited for, if that is how the wait ended.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Output(_) => None,
            Self::Error(error) => Some(error),
        }
    }
}

/// What a wait can give: an output, or the [`Last`] answer.
pub trait End: Sized {
    /// From the answer that was waited for.
    #[doc(hidden)]
    fn from_answer(answer: Result<Box<dyn Shape>, Error>) -> Result<Self, Error>;
}

impl<T: Shape> End for T {
    #[inline]
    fn from_answer(answer: Result<Box<dyn Shape>, Error>) -> Result<Self, Error> {
        let output: Box<dyn Any> = answer?;
        match output.downcast::<T>() {
            Ok(output) => Ok(*output),
            Err(_) => Err(Error::parse("the client gave back an output of another operation")),
        }
    }
}

impl<T: Shape> End for Last<T> {
    #[inline]
    fn from_answer(answer: Result<Box<dyn Shape>, Error>) -> Result<Self, Error> {
        match answer {
            Ok(output) => T::from_answer(Ok(output)).map(Self::Output),
            Err(error) => Ok(Self::Error(error)),
        }
    }
}
