//! How long to pause between two calls.

use std::time::Duration;

/// The pauses of a wait.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pause {
    /// All alike.
    Fixed(Duration),
    /// Random between `min` and a limit that doubles with each call, up to `max`.
    Jittered { min: Duration, max: Duration },
}

impl Pause {
    /// The pause behind call number `attempt`, where `fraction` is random in [0, 1).
    pub fn after(self, attempt: u32, fraction: f64) -> Duration {
        match self {
            Self::Fixed(pause) => pause,
            Self::Jittered { min, max } => {
                let doublings = attempt.saturating_sub(1).min(31);
                let limit = min.saturating_mul(1 << doublings).min(max).max(min);
                min + (limit - min).mul_f64(fraction)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jittered_pauses_lie_between_the_least_and_a_limit_that_doubles() {
        let pause = Pause::Jittered { min: Duration::from_secs(2), max: Duration::from_secs(10) };
        let limits = [1, 2, 3, 4, 99].map(|attempt| pause.after(attempt, 0.5).as_secs_f64());
        assert_eq!(limits, [2.0, 3.0, 5.0, 6.0, 6.0]);
        assert_eq!(pause.after(99, 0.0).as_secs(), 2);
    }

    #[test]
    fn a_limit_below_the_least_counts_as_the_least() {
        let pause = Pause::Jittered { min: Duration::from_secs(5), max: Duration::from_secs(1) };
        assert_eq!(pause.after(3, 0.9), Duration::from_secs(5));
    }
}
