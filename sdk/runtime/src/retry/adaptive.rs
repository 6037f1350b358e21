//! [`RateLimiter`]: the adaptive retry mode's limit on how fast a client sends.
//!
//! After the first throttling response the client sends no faster than a rate it keeps adjusting: throttled, it falls
//! to 0.7 of what was measured; from there it grows along a cubic curve (as TCP CUBIC does), slowly near the rate that
//! was too much and faster beyond it, but never past twice the measured rate.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What a throttled rate is multiplied with.
const BETA: f64 = 0.7;
/// The steepness of the curve.
const SCALE: f64 = 0.4;
/// How much the latest half second counts in the measured rate.
const SMOOTHING: f64 = 0.8;
/// Requests are counted in spans of half a second.
const SPANS_PER_SECOND: f64 = 2.0;
/// Requests a second below which the limit never falls.
const MIN_RATE: f64 = 0.5;
/// How far the limit may rise above the measured rate.
const HEADROOM: f64 = 2.0;

/// The limit of one client. Times are seconds since it was made.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter(Mutex<Limits>);

#[derive(Debug, Default)]
struct Limits {
    /// Whether the client has been throttled yet.
    enabled: bool,
    measured: Measured,
    curve: Curve,
    bucket: Bucket,
}

impl RateLimiter {
    /// Takes the permission to send a request at `now`, or says how long to wait before asking again.
    pub(crate) fn acquire(&self, now: f64) -> Result<(), Duration> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.enabled { state.bucket.acquire(now) } else { Ok(()) }
    }

    /// Learns from a response, or the lack of one, at `now`.
    pub(crate) fn record(&self, now: f64, throttled: bool) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let measured = state.measured.count(now);
        let rate = if throttled {
            let sent = if state.enabled { measured.min(state.bucket.rate) } else { measured };
            state.enabled = true;
            state.curve.throttled(sent, now)
        } else {
            state.curve.rate(now)
        };
        state.bucket.set_rate(rate.min(HEADROOM * measured), now);
    }
}

/// How fast the client sends, smoothed.
#[derive(Debug, Default)]
struct Measured {
    rate: f64,
    /// The start of the span that is being counted.
    span: f64,
    count: f64,
}

impl Measured {
    fn count(&mut self, now: f64) -> f64 {
        self.count += 1.0;
        let span = (now * SPANS_PER_SECOND).floor() / SPANS_PER_SECOND;
        if span > self.span {
            let current = self.count / (span - self.span);
            self.rate = current * SMOOTHING + self.rate * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.span = span;
        }
        self.rate
    }
}

/// The cubic curve of the rate since the last throttling.
#[derive(Debug, Default)]
struct Curve {
    /// The rate that was too much.
    peak: f64,
    /// When that was.
    throttled_at: f64,
}

impl Curve {
    /// How long the curve takes back to the peak.
    fn recovery(&self) -> f64 {
        (self.peak * (1.0 - BETA) / SCALE).cbrt()
    }

    fn rate(&self, now: f64) -> f64 {
        SCALE * (now - self.throttled_at - self.recovery()).powi(3) + self.peak
    }

    fn throttled(&mut self, rate: f64, now: f64) -> f64 {
        self.peak = rate;
        self.throttled_at = now;
        rate * BETA
    }
}

/// Permissions to send, which come back at the current rate.
#[derive(Debug)]
struct Bucket {
    rate: f64,
    capacity: f64,
    available: f64,
    filled_at: f64,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { rate: 1.0, capacity: 1.0, available: 0.0, filled_at: 0.0 }
    }
}

impl Bucket {
    fn fill(&mut self, now: f64) {
        let since = now - self.filled_at;
        self.available = self.capacity.min(self.available + since * self.rate);
        self.filled_at = now;
    }

    fn set_rate(&mut self, rate: f64, now: f64) {
        // What came back until now came at the old rate.
        self.fill(now);
        self.rate = rate.max(MIN_RATE);
        self.capacity = rate.max(1.0);
        self.available = self.available.min(self.capacity);
    }

    fn acquire(&mut self, now: f64) -> Result<(), Duration> {
        self.fill(now);
        // A wait rounded down to nanoseconds must not lead to another one.
        if self.available > 1.0 - 1e-6 {
            self.available = (self.available - 1.0).max(0.0);
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.available) / self.rate.max(MIN_RATE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_limited_before_the_first_throttling() {
        let limiter = RateLimiter::default();
        for call in 0..1000 {
            let now = f64::from(call) / 1000.0;
            assert_eq!(limiter.acquire(now), Ok(()));
            limiter.record(now, false);
        }
    }

    #[test]
    fn the_rate_falls_and_comes_back_along_the_curve() {
        // The values of botocore's calculator for throttling at a rate of 10.
        let mut curve = Curve::default();
        assert_eq!(curve.throttled(10.0, 5.0), 7.0);
        let rates: Vec<f64> =
            (5..12).map(|now| (curve.rate(f64::from(now)) * 100.0).round() / 100.0).collect();
        assert_eq!(rates, [7.0, 9.65, 10.0, 10.45, 13.41, 21.27, 36.43]);
    }

    #[test]
    fn the_limit_follows_the_published_sequence() {
        // Throttling at 2.0 and 3.2 seconds; the values that AWS publishes for its SDKs, and botocore's.
        let expected = [
            (0.2, 0.0, 0.5),
            (0.4, 0.0, 0.5),
            (0.6, 4.8, 0.5),
            (0.8, 4.8, 0.5),
            (1.0, 4.16, 0.5),
            (1.2, 4.16, 0.6912),
            (1.4, 4.16, 1.0976),
            (1.6, 5.632, 1.6384),
            (1.8, 5.632, 2.3328),
            (2.0, 4.3264, 3.02848),
            (2.2, 4.3264, 3.486639),
            (2.4, 4.3264, 3.821874),
            (2.6, 5.66528, 4.053386),
            (2.8, 5.66528, 4.200373),
            (3.0, 4.333056, 4.282037),
            (3.2, 4.333056, 2.997426),
            (3.4, 4.333056, 3.452226),
        ];
        let limiter = RateLimiter::default();
        let rounded = |number: f64| (number * 1e6).round() / 1e6;
        for (now, measured, limit) in expected {
            limiter.record(now, now == 2.0 || now == 3.2);
            let state = limiter.0.lock().unwrap_or_else(PoisonError::into_inner);
            assert_eq!(
                (now, rounded(state.measured.rate), rounded(state.bucket.rate)),
                (now, measured, limit)
            );
        }
    }

    #[test]
    fn the_measured_rate_is_smoothed_over_half_seconds() {
        let mut measured = Measured::default();
        let rates: Vec<f64> = (1..=4).map(|step| measured.count(f64::from(step) * 0.5)).collect();
        let rounded: Vec<f64> = rates.iter().map(|rate| (rate * 1000.0).round() / 1000.0).collect();
        assert_eq!(rounded, [1.6, 1.92, 1.984, 1.997]);
    }

    #[test]
    fn a_throttled_client_waits_for_permission() {
        let limiter = RateLimiter::default();
        for call in 1..=20 {
            limiter.record(f64::from(call) * 0.1, call == 20);
        }
        let mut sent = 0;
        let mut now = 2.0;
        while now < 7.0 {
            match limiter.acquire(now) {
                Ok(()) => {
                    sent += 1;
                    limiter.record(now, false);
                }
                Err(wait) => now += wait.as_secs_f64(),
            }
        }
        // 10 a second before, about 7 after.
        assert!((25..=60).contains(&sent), "{sent}");
    }

    #[test]
    fn the_bucket_never_fills_beyond_a_second_of_the_rate() {
        let mut bucket = Bucket::default();
        bucket.set_rate(2.0, 0.0);
        assert_eq!(bucket.acquire(10.0), Ok(()));
        assert_eq!(bucket.acquire(10.0), Ok(()));
        assert_eq!(bucket.acquire(10.0), Err(Duration::from_millis(500)));
        bucket.set_rate(0.1, 10.0);
        assert_eq!(bucket.acquire(10.0), Err(Duration::from_secs(2)));
    }
}
