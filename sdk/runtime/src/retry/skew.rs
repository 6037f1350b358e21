//! [`ClockSkew`]: how far the clock of this machine is from that of the service.
//!
//! A signature holds for some minutes around its time, so that a machine with a wrong clock could not call anything.
//! Errors that a wrong clock may be the reason of carry the time of the service in their `Date` header. What the client
//! learns from it, it signs with from then on. AWS SDKs do so; botocore does not.

use crate::http::ResponseHead;
use crate::place::Place;
use crate::recent::Recent;
use crate::types::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// Codes of errors that come, among other reasons, from a wrong clock.
const CODES: [&str; 6] = [
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// A clock that is less than this away cannot be the reason: signatures hold for five minutes at least, and the header
/// tells the time a little late.
const TOLERANCE: i64 = 4 * 60;

/// Seconds that the service is ahead of the clock of this machine, at the place that calls go to. Clones share what is
/// learnt.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClockSkew {
    here: Arc<AtomicI64>,
    places: Arc<Recent<Place, AtomicI64>>,
}

impl ClockSkew {
    /// What is known of the same clock at another place: a server with a wrong clock says nothing of the others.
    pub(crate) fn at(&self, place: &Place) -> Self {
        Self { here: self.places.at(place, AtomicI64::default), places: Arc::clone(&self.places) }
    }

    /// `time` of this machine as time of the service.
    pub(crate) fn correct(&self, time: SystemTime) -> SystemTime {
        let seconds = self.here.load(Ordering::Relaxed);
        let by = Duration::from_secs(seconds.unsigned_abs());
        let corrected = if seconds < 0 { time.checked_sub(by) } else { time.checked_add(by) };
        corrected.unwrap_or(time)
    }

    /// Learns from an error response that came at `now` by the clock of this machine. Whether that is news, by which
    /// the call may succeed.
    pub(crate) fn learn(&self, code: &str, head: &ResponseHead, now: SystemTime) -> bool {
        if !CODES.contains(&code) {
            return false;
        }
        let date = head.header("date").and_then(|date| date.parse::<Timestamp>().ok());
        let Some(date) = date else { return false };
        let skew = date.seconds().saturating_sub(Timestamp::from(now).seconds());
        let news = skew.abs_diff(self.here.load(Ordering::Relaxed)) > TOLERANCE.unsigned_abs();
        if news {
            self.here.store(skew, Ordering::Relaxed);
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn head(date: &'static str) -> ResponseHead {
        let mut head = ResponseHead::default();
        head.headers.insert("date", http::HeaderValue::from_static(date));
        head
    }

    #[test]
    fn the_time_of_the_service_is_learnt_in_both_directions() {
        let skew = ClockSkew::default();
        // 1 January 2026 is 1,767,225,600 seconds after the epoch.
        let date = head("Thu, 01 Jan 2026 00:00:00 GMT");
        assert!(skew.learn("RequestTimeTooSkewed", &date, at(1_767_222_000)));
        assert_eq!(skew.correct(at(1_767_222_010)), at(1_767_225_610));
        assert!(!skew.learn("RequestTimeTooSkewed", &date, at(1_767_222_060)), "no news");
        assert!(skew.learn("InvalidSignatureException", &date, at(1_767_229_200)));
        assert_eq!(skew.clone().correct(at(1_767_229_200)), at(1_767_225_600));
        assert!(skew.learn("InvalidSignatureException", &date, at(1_767_225_600)), "the clock was put right");
        assert_eq!(skew.correct(at(1)), at(1));
    }

    #[test]
    fn a_clock_that_is_right_or_another_error_teaches_nothing() {
        let skew = ClockSkew::default();
        let date = head("Thu, 01 Jan 2026 00:00:00 GMT");
        assert!(!skew.learn("SignatureDoesNotMatch", &date, at(1_767_225_600 - 200)));
        assert!(!skew.learn("AccessDenied", &date, at(1_700_000_000)));
        assert!(!skew.learn("AuthFailure", &head("soon"), at(1_700_000_000)));
        assert!(!skew.learn("AuthFailure", &ResponseHead::default(), at(1_700_000_000)));
        assert_eq!(skew.correct(at(5)), at(5));
    }
}
