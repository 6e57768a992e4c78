use crate::Timestamp;
use crate::accounts::words::words;
use crate::ids::LeaderboardId;
use crate::quiz::Mode;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};
use uuid::Builder;

words! {
    /// How long the window of a board is.
    Period, "period" {
        /// A day.
        Daily = "daily",
        /// From Monday to Sunday.
        Weekly = "weekly",
        /// From the first of a month to its last day.
        Monthly = "monthly",
        /// It never closes.
        AllTime = "all_time",
    }
}

/// The day by which all time is named.
const EPOCH: Date = Date::constant(1970, 1, 1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One leaderboard: a mode, and a window in UTC that is named by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Board {
    mode: Mode,
    period: Period,
    first: Date,
}

impl Board {
    /// The one in whose window this instant lies.
    pub fn at(mode: Mode, period: Period, instant: Timestamp) -> Self {
        let day = Offset::UTC.to_datetime(instant).date();
        let first = match period {
            Period::Daily => day,
            Period::Weekly => {
                let since_monday = day.weekday().to_monday_zero_offset();
                day.saturating_sub(i64::from(since_monday).days())
            }
            Period::Monthly => day.first_of_month(),
            Period::AllTime => EPOCH,
        };
        Self {
            mode,
            period,
            first,
        }
    }

    /// The one whose window begins on this day; `None`: none does.
    pub fn of(mode: Mode, period: Period, first: Date) -> Option<Self> {
        let board = Self::at(mode, period, begin(first));
        (board.first == first).then_some(board)
    }

    /// Who plays.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// How long the window is.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The first day of the window; of all time, the first of January 1970.
    pub const fn first(&self) -> Date {
        self.first
    }

    /// When the window begins.
    pub fn starts_at(&self) -> Timestamp {
        begin(self.first)
    }

    /// When it is over: the first instant that is not in it. `None`: never.
    pub fn ends_at(&self) -> Option<Timestamp> {
        let next = match self.period {
            Period::Daily => self.first.saturating_add(1.day()),
            Period::Weekly => self.first.saturating_add(7.days()),
            Period::Monthly => self.first.saturating_add(1.month()),
            Period::AllTime => return None,
        };
        Some(begin(next))
    }

    /// What stores know it by: the days from 1970 to its first one, then period and mode, which makes it small and
    /// different from that of every other board.
    pub fn number(&self) -> i64 {
        let days = self.starts_at().as_second().div_euclid(DAY.as_secs());
        let (period, mode) = (self.period as i64, self.mode as i64);
        days.saturating_mul(16)
            .saturating_add(period.saturating_mul(4))
            .saturating_add(mode)
    }

    /// The board of that number; `None`: there is none.
    pub fn from_number(number: i64) -> Option<Self> {
        let word = |place: i64| usize::try_from(number.div_euclid(place).rem_euclid(4)).ok();
        let (mode, period) = (Mode::ALL.get(word(1)?)?, Period::ALL.get(word(4)?)?);
        let seconds = number.div_euclid(16).checked_mul(DAY.as_secs())?;
        let starts_at = Timestamp::from_second(seconds).ok()?;
        let first = Offset::UTC.to_datetime(starts_at).date();
        Self::of(*mode, *period, first)
    }

    /// What it is frozen under when its window is over; `None` of all time, which never is. The id follows from the board,
    /// so that it is frozen once whoever does it, and grows with the end of the window, as ids that are made do.
    pub fn leaderboard(&self) -> Option<LeaderboardId> {
        let ends_at = u64::try_from(self.ends_at()?.as_millisecond()).unwrap_or_default();
        let mut rest = [0; 10];
        let number = self.number().max(0).to_be_bytes();
        rest.iter_mut()
            .skip(2)
            .zip(number)
            .for_each(|(to, from)| *to = from);
        let id = Builder::from_unix_timestamp_millis(ends_at, &rest).into_uuid();
        Some(id.into())
    }
}

/// The first instant of a day.
fn begin(day: Date) -> Timestamp {
    let midnight = day.to_datetime(Time::midnight());
    Offset::UTC.to_timestamp(midnight).unwrap_or(Timestamp::MAX)
}
