//! [`Rounds`]: when what DynamoDB left unprocessed is sent again, and when that is given up.

use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::internal::retry::pause;

/// So many requests running may leave all they had.
const FUTILE: u32 = 10;

/// The requests since one was processed as a whole.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    /// Those that left something.
    incomplete: u32,
    /// The last of them, which left all they had.
    futile: u32,
}

impl Rounds {
    /// Counts a request of `sent` items of which `left` were left.
    ///
    /// # Errors
    /// When nothing at all was processed for too long.
    pub fn count(&mut self, sent: usize, left: usize, table: &str) -> Result<(), Error> {
        self.incomplete = if left == 0 { 0 } else { self.incomplete.saturating_add(1) };
        self.futile = if left < sent { 0 } else { self.futile.saturating_add(1) };
        if self.futile < FUTILE {
            return Ok(());
        }
        self.futile = 0;
        let message =
            format!("DynamoDB processed none of {sent} items for table `{table}`, {FUTILE} requests running");
        Err(Error::new(ErrorKind::Service, message)
            .with_hint("the table has too little capacity for what is asked of it"))
    }

    /// Pauses before the next request, longer with each that left something.
    pub async fn pause(&self) {
        if self.incomplete > 0 {
            pause(self.incomplete).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_of_any_kind_keeps_on_and_none_gives_up() {
        let mut rounds = Rounds::default();
        for _ in 0..100 {
            rounds.count(25, 24, "t").unwrap();
        }
        assert_eq!((rounds.incomplete, rounds.futile), (100, 0));
        let ends = (0..FUTILE).map(|_| rounds.count(25, 25, "t").is_err()).collect::<Vec<_>>();
        assert_eq!(ends.iter().position(|ended| *ended), Some(FUTILE as usize - 1));
        rounds.count(25, 0, "t").unwrap();
        assert_eq!(rounds.incomplete, 0);
    }
}
