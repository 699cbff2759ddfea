//! Publication dates.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

/// Reads the calendar date of an ISO 8601 date or date-time: `2021-06-14`, `20210614`, `2021-06-14T09:30`,
/// `2021-06-14 09:30:00+02:00`, `2021-06-14T09:30:00Z`. The date is taken as written, in its own time zone.
///
/// `None` for everything else, also for dates that the calendar does not have.
///
/// ```
/// use advocoder::read::iso_date;
/// assert_eq!(iso_date("2021-06-14T23:30:00-05:00").unwrap().to_string(), "2021-06-14");
/// assert_eq!(iso_date("2021-02-29"), None);
/// ```
pub fn iso_date(text: &str) -> Option<Date> {
    Pieces::parse(text.trim()).ok().map(|pieces| pieces.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_date_times() {
        for good in [
            "2021-06-14",
            " 2021-06-14 ",
            "20210614",
            "2021-06-14T09:30",
            "2021-06-14t09:30:00.123Z",
            "2021-06-14 09:30:00",
            "2021-06-14T09:30:00+02:00",
            "2021-06-14T09:30:00+02:00[Europe/Paris]",
        ] {
            assert_eq!(iso_date(good).map(|d| d.to_string()).as_deref(), Some("2021-06-14"), "{good}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for bad in [
            "",
            "2021",
            "2021-06",
            "14/06/2021",
            "06-14-2021",
            "June 14, 2021",
            "Mon, 14 Jun 2021 09:30:00 GMT",
            "2021-02-29",
            "2021-13-01",
            "2021-06-14T25:00",
            "2021-06-14 or so",
            "1623663000",
            "٢٠٢١-٠٦-١٤",
        ] {
            assert_eq!(iso_date(bad), None, "{bad}");
        }
    }
}
