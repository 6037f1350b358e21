//! [`Cycle`]: notices tokens that come round again.

use super::token::Token;

/// Finds a cycle of any length in the tokens of a listing, in the memory of one token, by Brent's algorithm.
///
/// It keeps one token and compares those that follow with it: first for one page, then for two, for four and so on. A
/// cycle is found at the latest after three times as many pages as there are until it has gone round once.
#[derive(Debug)]
pub(super) struct Cycle {
    /// The tokens to compare with. Empty at first.
    saved: Vec<Token>,
    /// How many pages were compared with them.
    compared: u64,
    /// After how many pages others are kept.
    limit: u64,
}

impl Cycle {
    pub(super) fn new() -> Self {
        Self { saved: Vec::new(), compared: 0, limit: 1 }
    }

    /// Takes note of the tokens of the next page. `true` if they are those of the page before (`last`) or were kept.
    pub(super) fn is_closed_by(&mut self, next: &[Token], last: Option<&[Token]>) -> bool {
        if last == Some(next) || self.saved == next {
            return true;
        }
        self.compared += 1;
        if self.compared >= self.limit {
            self.saved = next.to_vec();
            self.compared = 0;
            self.limit = self.limit.saturating_mul(2);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After how many pages a sequence of tokens is found to repeat itself: `tail` tokens, then a cycle of `length`.
    fn found_after(tail: i64, length: i64) -> Option<i64> {
        let token = |page: i64| if page < tail { page } else { tail + (page - tail) % length };
        let mut cycle = Cycle::new();
        let mut last: Option<Vec<Token>> = None;
        (0..10_000).find(|page| {
            let next = vec![Token::Null, Token::Integer(token(*page))];
            let is_closed = cycle.is_closed_by(&next, last.as_deref());
            last = Some(next);
            is_closed
        })
    }

    #[test]
    fn cycles_of_any_length_are_found_soon() {
        for tail in 0..20 {
            for length in 1..40 {
                let after = found_after(tail, length);
                assert!(
                    after.is_some_and(|after| after <= 3 * (tail + length)),
                    "{tail}, {length}: {after:?}"
                );
            }
        }
    }

    #[test]
    fn tokens_that_differ_are_no_cycle() {
        assert_eq!(found_after(20_000, 1), None);
    }
}
