//! Dates of HTTP (RFC 9110, section 5.6.7) and mail, with what servers and proxies make of them.

use super::Timestamp;
use super::calendar::{DAYS_FROM_EPOCH, Date, MONTHS};
use super::scanner::{Scanner, instant};

/// 50 years of 365.2425 days, in seconds.
const FIFTY_YEARS: i64 = 1_577_847_600;

/// Reads one of the three forms of HTTP:
///
/// - `Sun, 06 Nov 1994 08:49:37 GMT`, in which the name of the day, its comma and the zone may be absent,
/// - `Sunday, 06-Nov-94 08:49:37 GMT` of RFC 850,
/// - `Sun Nov  6 08:49:37 1994` of `asctime`, in which a zone may come before the year.
///
/// Days and hours may have one digit, names may be short or long, and there may be more blanks than one. Without a zone a
/// date is in UTC. The name of the day decides about the century of a year of two digits; otherwise it is not compared.
///
/// `now` gives the seconds since the epoch: it is asked for years of two digits alone.
pub(super) fn parse(text: &str, now: impl Fn() -> i64) -> Option<Timestamp> {
    let mut rest = Scanner(text);
    let mut weekday = None;
    if rest.digits_ahead() == 0 {
        weekday = Some(rest.name(&DAYS_FROM_EPOCH)?);
        let comma = rest.skip(",");
        if !(rest.blanks() || comma) {
            return None;
        }
    }
    if rest.digits_ahead() == 0 { asctime(rest) } else { day_first(rest, weekday, now) }
}

/// `Nov  6 08:49:37 1994`.
fn asctime(mut rest: Scanner<'_>) -> Option<Timestamp> {
    let month = rest.name(&MONTHS)? as u32 + 1;
    rest.blanks().then_some(())?;
    let day = rest.one_or_two_digits()? as u32;
    rest.blanks().then_some(())?;
    let clock = rest.clock()?;
    rest.blanks().then_some(())?;
    let offset = if rest.0.starts_with(|first: char| first.is_ascii_alphabetic()) {
        let offset = rest.offset()?;
        rest.blanks().then_some(offset)?
    } else {
        0
    };
    let year = rest.year().filter(|_| rest.is_at_end())?;
    instant(Date { year, month, day }, clock, offset)
}

/// `06 Nov 1994 08:49:37 GMT` or `06-Nov-94 08:49:37 GMT`.
fn day_first(mut rest: Scanner<'_>, weekday: Option<usize>, now: impl Fn() -> i64) -> Option<Timestamp> {
    let day = rest.one_or_two_digits()? as u32;
    let dashes = rest.skip("-");
    (dashes || rest.blanks()).then_some(())?;
    let month = rest.name(&MONTHS)? as u32 + 1;
    if dashes { rest.skip("-") } else { rest.blanks() }.then_some(())?;
    let short = if rest.digits_ahead() == 2 { rest.digits(2) } else { None };
    let year = if short.is_none() { rest.year()? } else { 0 };
    rest.blanks().then_some(())?;
    let clock = rest.clock()?;
    rest.blanks();
    let offset = if rest.is_at_end() { 0 } else { rest.offset()? };
    if !rest.is_at_end() {
        return None;
    }
    let in_year = |year| instant(Date { year, month, day }, clock, offset);
    match short {
        None => in_year(year),
        Some(short) => {
            let weekday_in = |year| Some(Date { year, month, day }.to_days()?.rem_euclid(7) as usize);
            in_century(short, now(), in_year, |year| weekday.is_some() && weekday_in(year) == weekday)
        }
    }
}

/// The instant in a year that ends with the digits `short`: the last one that is not more than 50 years in the future, as
/// RFC 9110 asks, unless the name of the day is that of the date a century before. `Thursday, 01-Jan-70` is in 1970, the
/// first of January 2070 is a Wednesday.
fn in_century(
    short: i64,
    now: i64,
    in_year: impl Fn(i64) -> Option<Timestamp>,
    has_weekday: impl Fn(i64) -> bool,
) -> Option<Timestamp> {
    let limit = now.saturating_add(FIFTY_YEARS);
    let last = Date::from_days(limit.div_euclid(86_400)).year;
    let last = last - (last - short).rem_euclid(100);
    let is_near = |year: &i64| in_year(*year).is_some_and(|time| time.seconds() <= limit);
    let near = [last, last - 100, last - 200];
    let mut near = near.into_iter().filter(is_near);
    let (latest, before) = (near.next()?, near.next());
    match before {
        Some(before) if has_weekday(before) && !has_weekday(latest) => in_year(before),
        _ => in_year(latest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of January 2026.
    const NOW: i64 = 1_767_225_600;

    fn seconds(text: &str) -> Option<i64> {
        parse(text, || NOW).map(Timestamp::seconds)
    }

    #[test]
    fn the_three_forms_of_http() {
        for text in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
    }

    #[test]
    fn what_proxies_and_programs_write() {
        for text in [
            "Thu, 13 Sep 2018 09:05:03 GMT",
            "Thu 13 Sep 2018 09:05:03 GMT",
            "Thu,13 Sep 2018 09:05:03 GMT",
            "thu, 13 sep 2018 9:05:03 gmt",
            "Thu, 13 Sep 2018 9:05:03 UTC",
            "Thu, 13 Sep 2018 09:05:03 -0000",
            "Thu, 13 Sep 2018 09:05:03 +0000",
            "Thu, 13 Sep 2018 09:05:03 +00:00",
            "Thu, 13 Sep 2018 09:05:03 Z",
            "Thu, 13 Sep 2018 09:05:03Z",
            "Thu, 13 Sep 2018 09:05:03 UT",
            "Thu, 13 Sep 2018 05:05:03 EDT",
            "Thu, 13 Sep 2018 11:05:03 +0200",
            "Thu, 13 Sep 2018 09:05:03",
            "Thu, 13 Sep 2018 09:05:03.25 GMT",
            "Thu,  13  Sep  2018\t09:05:03  GMT",
            "Thursday, 13 September 2018 09:05:03 GMT",
            "Thursday, 13-Sep-2018 09:05:03 GMT",
            "Thu, 13-Sep-18 09:05:03 GMT",
            "Thu, 13 Sep 18 09:05:03 GMT",
            "13 Sep 2018 09:05:03 GMT",
            "Thu Sep 13 09:05:03 2018",
            "Thu Sep 13 9:05:03 2018",
            "Thu Sep 13 09:05:03 UTC 2018",
            "Thu, Sep 13 09:05:03 GMT 2018",
        ] {
            assert_eq!(seconds(text), Some(1_536_829_503), "{text}");
        }
        assert_eq!(seconds("Sun, 2 Jan 2000 20:34:56 GMT"), Some(946_845_296));
        assert_eq!(seconds("Sun, 2 Jan 2000 20:34 GMT"), Some(946_845_240));
        assert_eq!(seconds("Sun Jan 2 20:34:56 2000"), Some(946_845_296));
    }

    #[test]
    fn years_of_two_digits_are_not_far_in_the_future() {
        let year = |text: &str, now: i64| {
            parse(text, || now).map(|time| Date::from_days(time.seconds().div_euclid(86_400)).year)
        };
        for (digits, expected) in
            [("94", 1994), ("26", 2026), ("75", 2075), ("77", 1977), ("99", 1999), ("00", 2000)]
        {
            assert_eq!(year(&format!("01-Jan-{digits} 00:00:00 GMT"), NOW), Some(expected), "{digits}");
        }
        // Exactly 50 years are not more than 50 years; the next day is.
        assert_eq!(year("31-Dec-75 12:00:00 GMT", NOW), Some(2075));
        assert_eq!(year("02-Jan-76 00:00:00 GMT", NOW), Some(1976));
        let in_2080 = 3_471_292_800;
        assert_eq!(year("01-Jan-10 00:00:00 GMT", in_2080), Some(2110));
        assert_eq!(year("29-Feb-00 00:00:00 GMT", NOW), Some(2000));
        assert_eq!(year("29-Feb-27 00:00:00 GMT", NOW), None);
        assert_eq!(year("01-Jan-70 00:00:00 GMT", i64::MAX), Some(292_277_026_570));
        assert_eq!(year("01-Jan-70 00:00:00 GMT", i64::MIN), Some(-292_277_022_630));
    }

    #[test]
    fn the_name_of_the_day_decides_about_the_century() {
        assert_eq!(seconds("Thursday, 01-Jan-70 00:00:00 GMT"), Some(0));
        assert_eq!(seconds("Wednesday, 01-Jan-70 00:00:00 GMT"), Some(3_155_760_000));
        // Neither a Monday: the rule of RFC 9110.
        assert_eq!(seconds("Monday, 01-Jan-70 00:00:00 GMT"), Some(3_155_760_000));
    }

    #[test]
    fn leap_seconds_end_a_day() {
        let midnight = Some(1_483_228_800);
        assert_eq!(seconds("Sat, 31 Dec 2016 23:59:60 GMT"), midnight);
        assert_eq!(seconds("Sun, 01 Jan 2017 00:00:00 GMT"), midnight);
        assert_eq!(seconds("Sun, 01 Jan 2017 00:59:60 +0100"), midnight);
        assert_eq!(seconds("Sat, 31 Dec 2016 22:59:60 GMT"), None);
        assert_eq!(seconds("Sat, 31 Dec 2016 23:59:61 GMT"), None);
    }

    #[test]
    fn wrong_dates_are_refused() {
        for text in [
            "",
            "Thu",
            "Thu,",
            "Thursd 30 Feb",
            "Fri, 30 Feb 2018 09:05:03 GMT",
            "Thu, 13 Sep 2018 25:05:03 GMT",
            "Thu, 13 Sep 2018 24:00:00 GMT",
            "Thu, 13 Sep 2018 09:60:03 GMT",
            "Thu, 13 Sep 2018 9:5:3 GMT",
            "Thu, 13 Sep 2018 0905 03 GMT",
            "Thu, 13 Sep 2018 09:05:03 GMT!",
            "Thu, 13 Sep 2018 09:05:03 GMT GMT",
            "Thu, 13 Sep 2018 09:05:03 XYZ",
            "Thu, 13 Sep 2018 09:05:03.",
            "Thu, 13 Sep 2018 09:05:03 +2500",
            "Thu, 13 Sep 2018",
            "Thu, 13 Sep 218 09:05:03 GMT",
            "Thu, 13 Se 2018 09:05:03 GMT",
            "Thu, 13 Foo 2018 09:05:03 GMT",
            "Foo, 13 Sep 2018 09:05:03 GMT",
            "Thu, 0 Sep 2018 09:05:03 GMT",
            "Thu, 113 Sep 2018 09:05:03 GMT",
            "Thu, 13-Sep 2018 09:05:03 GMT",
            "Sun Nov  6 08:49:37 94",
            "Sun Nov 31 08:49:37 1994",
            "Sun Nov 6 08:49:37",
            "Sun Nov 6 08:49:37 1994 GMT",
            "Sun, 06 Nov 9999999999999 08:49:37 GMT",
            "Sun, 06 Nov 999999999999 08:49:37 GMT",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
