//! Days since the epoch to and from the Gregorian calendar, extended to all years.

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: u32,
    /// 1 to 31.
    pub(super) day: u32,
}

/// Days in 400 years, after which the calendar repeats.
const ERA: i64 = 146_097;
/// Days from the 1st of March of year 0, where an era begins, to the epoch.
const EPOCH: i64 = 719_468;

impl Date {
    /// The date `days` after 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day is the last day of a year and the lengths of the months
    /// follow a straight line: 153 days in every five months.
    pub(super) fn from_days(days: i64) -> Self {
        let days = days + EPOCH;
        let era = days.div_euclid(ERA);
        let day_of_era = days.rem_euclid(ERA);
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / (ERA - 1);
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
        Self { year: era * 400 + year_of_era + i64::from(month <= 2), month, day }
    }

    /// Days from 1970-01-01; `None` for a date that does not exist.
    pub(super) fn to_days(self) -> Option<i64> {
        if !(1..=12).contains(&self.month) || self.day < 1 || self.day > self.month_length() {
            return None;
        }
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = i64::from((self.month + 9) % 12);
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(era * ERA + day_of_era - EPOCH)
    }

    fn month_length(self) -> u32 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

/// Names of the months. Most forms have their first three letters.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names of the days, from that of the epoch on. Most forms have their first three letters.
pub(super) const DAYS_FROM_EPOCH: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_centuries() {
        let mut previous = Date::from_days(-800_001);
        for days in -800_000..800_000 {
            let date = Date::from_days(days);
            assert_eq!(date.to_days(), Some(days));
            assert_ne!(date, previous);
            previous = date;
        }
        assert_eq!(Date::from_days(11_016), Date { year: 2000, month: 2, day: 29 });
        assert_eq!(Date { year: 1900, month: 2, day: 29 }.to_days(), None);
        assert_eq!(Date { year: 2026, month: 13, day: 1 }.to_days(), None);
    }
}
