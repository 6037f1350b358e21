//! Milliseconds, and timestamps before and after one another.

use super::Timestamp;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

/// Billionths of a second in a second.
const SECOND: i128 = 1_000_000_000;

/// Milliseconds, and arithmetic with [`Duration`].
///
/// Timestamps come from services, so none of this panics. The operators `+` and `-` stop at [`MIN`](Self::MIN) and
/// [`MAX`](Self::MAX), some 292 billion years away, as the `saturating` methods do; the `checked` ones give `None` there.
///
/// ```
/// use std::time::Duration;
/// use tucuxi::types::Timestamp;
///
/// let start = Timestamp::from_millis(1_767_225_600_500);
/// let end = start + Duration::from_secs(60);
/// assert_eq!(end.to_string(), "2026-01-01T00:01:00.500000Z");
/// assert_eq!(end.as_millis(), 1_767_225_660_500);
/// assert_eq!(end.checked_duration_since(start), Some(Duration::from_secs(60)));
/// assert_eq!(Timestamp::MAX + Duration::from_secs(1), Timestamp::MAX);
/// ```
impl Timestamp {
    /// The earliest instant there is room for.
    pub const MIN: Self = Self::new(i64::MIN, 0);

    /// The latest instant there is room for.
    pub const MAX: Self = Self::new(i64::MAX, 999_999_999);

    /// The instant so many milliseconds after the epoch; negative ones are before it.
    pub const fn from_millis(millis: i64) -> Self {
        Self::new(millis.div_euclid(1_000), millis.rem_euclid(1_000) as u32 * 1_000_000)
    }

    /// Whole milliseconds since the epoch, rounded down: what CloudWatch Logs counts in. Instants more than 292 million
    /// years away have no such number in an `i64`: they give `i64::MIN` and `i64::MAX`.
    pub const fn as_millis(self) -> i64 {
        let millis = self.seconds as i128 * 1_000 + (self.nanos / 1_000_000) as i128;
        if millis > i64::MAX as i128 {
            i64::MAX
        } else if millis < i64::MIN as i128 {
            i64::MIN
        } else {
            millis as i64
        }
    }

    /// The instant `duration` later; `None` if there is no room for it.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        Self::from_nanos(self.as_nanos() + nanos(duration))
    }

    /// The instant `duration` earlier; `None` if there is no room for it.
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        Self::from_nanos(self.as_nanos() - nanos(duration))
    }

    /// The instant `duration` later, at most [`MAX`](Self::MAX).
    pub fn saturating_add(self, duration: Duration) -> Self {
        self.checked_add(duration).unwrap_or(Self::MAX)
    }

    /// The instant `duration` earlier, at least [`MIN`](Self::MIN).
    pub fn saturating_sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).unwrap_or(Self::MIN)
    }

    /// How much later this instant is than `earlier`; `None` if it is before it.
    pub fn checked_duration_since(self, earlier: Self) -> Option<Duration> {
        let nanos = self.as_nanos() - earlier.as_nanos();
        // The seconds between any two instants fit into 64 bits without a sign.
        let seconds = u64::try_from(nanos.div_euclid(SECOND)).ok()?;
        Some(Duration::new(seconds, nanos.rem_euclid(SECOND) as u32))
    }

    /// How much later this instant is than `earlier`; zero if it is before it.
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.checked_duration_since(earlier).unwrap_or_default()
    }

    /// Nanoseconds since the epoch: less than 2^94 of them.
    fn as_nanos(self) -> i128 {
        i128::from(self.seconds) * SECOND + i128::from(self.nanos)
    }

    /// The instant so many nanoseconds after the epoch, if there is room for it.
    fn from_nanos(nanos: i128) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(SECOND)).ok()?;
        Some(Self::new(seconds, nanos.rem_euclid(SECOND) as u32))
    }
}

/// All of `duration`: less than 2^94 nanoseconds.
fn nanos(duration: Duration) -> i128 {
    i128::from(duration.as_secs()) * SECOND + i128::from(duration.subsec_nanos())
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    /// The instant `duration` later, at most [`MAX`](Self::MAX).
    fn add(self, duration: Duration) -> Self {
        self.saturating_add(duration)
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    /// The instant `duration` earlier, at least [`MIN`](Self::MIN).
    fn sub(self, duration: Duration) -> Self {
        self.saturating_sub(duration)
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Duration = Duration::from_millis(500);

    #[test]
    fn milliseconds_are_rounded_down() {
        assert_eq!(Timestamp::from_millis(1_500), Timestamp::new(1, 500_000_000));
        assert_eq!(Timestamp::from_millis(-1), Timestamp::new(-1, 999_000_000));
        for millis in [i64::MIN, -1_001, -1_000, -1, 0, 1, 999, i64::MAX] {
            assert_eq!(Timestamp::from_millis(millis).as_millis(), millis);
        }
        assert_eq!(Timestamp::new(-1, 999_999_999).as_millis(), -1);
        assert_eq!(Timestamp::new(0, 1_999_999).as_millis(), 1);
        assert_eq!((Timestamp::MIN.as_millis(), Timestamp::MAX.as_millis()), (i64::MIN, i64::MAX));
    }

    #[test]
    fn durations_carry_over_seconds_and_the_epoch() {
        let mut time = Timestamp::new(0, 700_000_000);
        time += HALF;
        assert_eq!(time, Timestamp::new(1, 200_000_000));
        time -= HALF * 3;
        assert_eq!(time, Timestamp::new(-1, 700_000_000));
        assert_eq!(time + HALF - HALF, time);
    }

    #[test]
    fn no_arithmetic_panics() {
        assert_eq!(Timestamp::MAX.checked_add(Duration::from_nanos(1)), None);
        assert_eq!(Timestamp::MIN.checked_sub(Duration::from_nanos(1)), None);
        assert_eq!(Timestamp::MAX + Duration::MAX, Timestamp::MAX);
        assert_eq!(Timestamp::MIN - Duration::MAX, Timestamp::MIN);
        assert_eq!(Timestamp::MIN + Duration::MAX, Timestamp::MAX);
        let all = Timestamp::MAX.checked_duration_since(Timestamp::MIN);
        assert_eq!(all, Some(Duration::MAX));
    }

    #[test]
    fn differences_have_one_direction() {
        let (early, late) = (Timestamp::new(-1, 900_000_000), Timestamp::new(1, 400_000_000));
        assert_eq!(late.checked_duration_since(early), Some(HALF * 3));
        assert_eq!(early.checked_duration_since(late), None);
        assert_eq!(early.saturating_duration_since(late), Duration::ZERO);
        assert_eq!(late.saturating_duration_since(late), Duration::ZERO);
    }
}
