//! `time`: the host's clocks, and calendar time in UTC (a sandbox knows no time zone).

use crate::heap::layout::Tuple;
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::slots::{Args, Method, ModuleDef, Sig, function};
use crate::objects::{float, int};
use crate::vm::Vm;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    functions: FUNCTIONS,
    types: &[],
    init: None,
    source: Some(include_str!("time.py")),
};

const FUNCTIONS: &[Method] = &[
    function("time", |vm, _| wall(vm).and_then(|t| seconds(vm, t)), Sig::Exact(0)),
    function("time_ns", |vm, _| wall(vm).and_then(|t| vm.new_i128(t as i128)), Sig::Exact(0)),
    function("perf_counter", |vm, _| monotonic(vm).and_then(|t| seconds(vm, t)), Sig::Exact(0)),
    function("perf_counter_ns", |vm, _| monotonic(vm).and_then(|t| vm.new_i128(t as i128)), Sig::Exact(0)),
    function("monotonic", |vm, _| monotonic(vm).and_then(|t| seconds(vm, t)), Sig::Exact(0)),
    function("monotonic_ns", |vm, _| monotonic(vm).and_then(|t| vm.new_i128(t as i128)), Sig::Exact(0)),
    function("process_time", |vm, _| processor(vm).and_then(|t| seconds(vm, t)), Sig::Exact(0)),
    function("process_time_ns", |vm, _| processor(vm).and_then(|t| vm.new_i128(t as i128)), Sig::Exact(0)),
    function("thread_time", |vm, _| processor(vm).and_then(|t| seconds(vm, t)), Sig::Exact(0)),
    function("thread_time_ns", |vm, _| processor(vm).and_then(|t| vm.new_i128(t as i128)), Sig::Exact(0)),
    function("sleep", sleep, Sig::Exact(1)),
    function("_fields", fields, Sig::Exact(1)),
    function("_seconds", from_fields, Sig::Exact(1)),
    function("_strftime", strftime, Sig::Exact(2)),
    function("_asctime", asctime, Sig::Exact(1)),
];

fn wall(vm: &mut Vm) -> Res<u128> {
    Ok(vm.io.wall_clock())
}

fn monotonic(vm: &mut Vm) -> Res<u128> {
    Ok(vm.io.monotonic())
}

fn processor(vm: &mut Vm) -> Res<u128> {
    Ok(vm.io.cpu_time())
}

/// Nanoseconds as a float of seconds.
fn seconds(vm: &mut Vm, nanoseconds: u128) -> Res {
    vm.new_float(nanoseconds as f64 / 1e9)
}

fn sleep(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let seconds = match int::as_i64_clamped(vm, value) {
        Some(n) => n as f64,
        None => match float::methods::real_number(vm, value)? {
            Some(x) => x,
            None => {
                let name = vm.type_name(value);
                return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
            }
        },
    };
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    if seconds >= 9.2e9 {
        return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
    }
    vm.io.sleep((seconds * 1e9).ceil() as u64);
    vm.check_interrupt()?;
    Ok(statics::NONE)
}

/// A point of calendar time, the fields in the order of `struct_time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Civil {
    year: i64,
    /// 1 to 12.
    month: i64,
    /// 1 to 31.
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    /// 0 is Monday.
    weekday: i64,
    /// 1 to 366.
    yearday: i64,
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let days = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + days - 719_468
}

impl Civil {
    /// From seconds since the epoch.
    fn from_seconds(seconds: i64) -> Civil {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let shifted = days + 719_468;
        let (era, in_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let in_era_year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
        let in_year = in_era - (365 * in_era_year + in_era_year / 4 - in_era_year / 100);
        let march_month = (5 * in_year + 2) / 153;
        let day = in_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + in_era_year + (month <= 2) as i64;
        Civil {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday: days - days_from_civil(year, 1, 1) + 1,
        }
    }

    fn to_seconds(self) -> i64 {
        // Months and days beyond their range carry over, as mktime() has it.
        let months = self.year.saturating_mul(12).saturating_add(self.month - 1);
        let days = days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1, 1) + self.day - 1;
        ((days * 24 + self.hour) * 60 + self.minute) * 60 + self.second
    }
}

fn fields(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let seconds = match int::as_i64_clamped(vm, value) {
        Some(n) => n,
        None => match float::methods::real_number(vm, value)? {
            Some(x) if x.is_nan() => return Err(vm.value_error("Invalid value NaN (not a number)")),
            Some(x) => x.floor() as i64,
            None => {
                let name = vm.type_name(value);
                return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
            }
        },
    };
    if seconds.unsigned_abs() > 1 << 55 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let c = Civil::from_seconds(seconds);
    let fields = [c.year, c.month, c.day, c.hour, c.minute, c.second, c.weekday, c.yearday, 0];
    vm.new_tuple(&fields.map(Value::int))
}

/// The fields of a tuple, within the ranges that text can show.
fn civil(vm: &mut Vm, value: Value) -> Res<Civil> {
    let Some(tuple) = vm.as_kind(value, Kind::TUPLE).map(Tuple) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let mut fields = [0i64; 8];
    if tuple.len(&vm.heap) < 9 {
        return Err(vm.type_error("function takes exactly 9 arguments"));
    }
    for (i, field) in fields.iter_mut().enumerate() {
        let item = tuple.item(vm, i as u32);
        let item = vm.index(item)?;
        match int::as_i64(vm, item) {
            Some(n) if n.abs() <= i32::MAX as i64 => *field = n,
            _ => return Err(vm.overflow_error("Python int too large to convert to C int")),
        }
    }
    let [year, month, day, hour, minute, second, weekday, yearday] = fields;
    Ok(Civil { year, month, day, hour, minute, second, weekday, yearday })
}

/// The fields, 0 standing for the first month and day; raises where one is out of range.
fn checked(vm: &mut Vm, value: Value) -> Res<Civil> {
    let mut c = civil(vm, value)?;
    c.month = if c.month == 0 { 1 } else { c.month };
    c.day = if c.day == 0 { 1 } else { c.day };
    c.yearday = if c.yearday == 0 { 1 } else { c.yearday };
    let bad = [
        (!(1..=12).contains(&c.month), "month out of range"),
        (!(1..=31).contains(&c.day), "day of month out of range"),
        (!(0..=23).contains(&c.hour), "hour out of range"),
        (!(0..=59).contains(&c.minute), "minute out of range"),
        (!(0..=61).contains(&c.second), "seconds out of range"),
        (c.weekday < -1, "day of week out of range"),
        (!(1..=366).contains(&c.yearday), "day of year out of range"),
    ];
    c.weekday = c.weekday.rem_euclid(7);
    match bad.iter().find(|(bad, _)| *bad) {
        Some((_, message)) => Err(vm.value_error(message)),
        None => Ok(c),
    }
}

fn from_fields(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let civil = civil(vm, value)?;
    vm.new_int(civil.to_seconds())
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
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

impl Civil {
    fn day_name(self) -> &'static str {
        DAYS.get(self.weekday as usize).copied().unwrap_or("?")
    }

    fn month_name(self) -> &'static str {
        MONTHS.get((self.month - 1) as usize).copied().unwrap_or("?")
    }

    /// Year and week of ISO 8601: week 1 has the year's first Thursday.
    fn iso_week(self) -> (i64, i64) {
        let weeks_in = |year: i64| {
            let first = (days_from_civil(year, 1, 1) + 3).rem_euclid(7);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            if first == 3 || first == 2 && leap { 53 } else { 52 }
        };
        let week = (self.yearday - 1 - self.weekday + 10) / 7;
        if week < 1 {
            (self.year - 1, weeks_in(self.year - 1))
        } else if week > weeks_in(self.year) {
            (self.year + 1, 1)
        } else {
            (self.year, week)
        }
    }

    /// `asctime()`'s text.
    fn text(self) -> String {
        let (day, month) = (&self.day_name()[..3], &self.month_name()[..3]);
        let Civil { year, day: date, hour, minute, second, .. } = self;
        format!("{day} {month} {date:2} {hour:02}:{minute:02}:{second:02} {year}")
    }

    /// What a conversion of `strftime()` stands for in the C locale; `None` if there is none of that letter.
    fn conversion(self, letter: char) -> Option<String> {
        let twelve = if self.hour % 12 == 0 { 12 } else { self.hour % 12 };
        // Days since the last Sunday and Monday.
        let (since_sunday, since_monday) = ((self.weekday + 1) % 7, self.weekday);
        let Civil { year, month, day, hour, minute, second, yearday, .. } = self;
        Some(match letter {
            'a' => self.day_name()[..3].into(),
            'A' => self.day_name().into(),
            'b' | 'h' => self.month_name()[..3].into(),
            'B' => self.month_name().into(),
            'c' => self.text(),
            'C' => format!("{:02}", year.div_euclid(100)),
            'd' => format!("{day:02}"),
            'D' | 'x' => format!("{month:02}/{day:02}/{:02}", year.rem_euclid(100)),
            'e' => format!("{day:2}"),
            'F' => format!("{year}-{month:02}-{day:02}"),
            'g' => format!("{:02}", self.iso_week().0.rem_euclid(100)),
            'G' => self.iso_week().0.to_string(),
            'H' => format!("{hour:02}"),
            'I' => format!("{twelve:02}"),
            'j' => format!("{yearday:03}"),
            'k' => format!("{hour:2}"),
            'l' => format!("{twelve:2}"),
            'm' => format!("{month:02}"),
            'M' => format!("{minute:02}"),
            'n' => "\n".into(),
            'p' => if hour < 12 { "AM" } else { "PM" }.into(),
            'P' => if hour < 12 { "am" } else { "pm" }.into(),
            'r' => format!("{twelve:02}:{minute:02}:{second:02} {}", if hour < 12 { "AM" } else { "PM" }),
            'R' => format!("{hour:02}:{minute:02}"),
            's' => self.to_seconds().to_string(),
            'S' => format!("{second:02}"),
            't' => "\t".into(),
            'T' | 'X' => format!("{hour:02}:{minute:02}:{second:02}"),
            'u' => (self.weekday + 1).to_string(),
            'U' => format!("{:02}", (yearday - 1 + 7 - since_sunday) / 7),
            'V' => format!("{:02}", self.iso_week().1),
            'w' => since_sunday.to_string(),
            'W' => format!("{:02}", (yearday - 1 + 7 - since_monday) / 7),
            'y' => format!("{:02}", year.rem_euclid(100)),
            'Y' => year.to_string(),
            'z' => "+0000".into(),
            'Z' => "UTC".into(),
            '%' => "%".into(),
            _ => return None,
        })
    }

    fn format(self, format: &str) -> String {
        let mut text = String::with_capacity(format.len() * 2);
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            match chars.next() {
                Some(letter) => match self.conversion(letter) {
                    Some(part) => text.push_str(&part),
                    None => text.extend(['%', letter]),
                },
                None => text.push('%'),
            }
        }
        text
    }
}

fn strftime(vm: &mut Vm, args: Args) -> Res {
    let (format, value) = (args.get(vm, 0), args.get(vm, 1));
    if !vm.is_str(format) {
        let name = vm.type_name(format);
        return Err(vm.type_error(format!("strftime() argument 1 must be str, not {name}")));
    }
    let civil = checked(vm, value)?;
    let format = vm.str_to_string(format);
    vm.new_str(&civil.format(&format))
}

fn asctime(vm: &mut Vm, args: Args) -> Res {
    let value = args.get(vm, 0);
    let civil = checked(vm, value)?;
    vm.new_str(&civil.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar() {
        let civil = Civil::from_seconds(951_827_696);
        assert_eq!(civil.format("%Y-%m-%d %H:%M:%S %a %j %U %W %V"), "2000-02-29 12:34:56 Tue 060 09 09 09");
        assert_eq!(civil.text(), "Tue Feb 29 12:34:56 2000");
        assert_eq!(civil.to_seconds(), 951_827_696);
        assert_eq!(Civil::from_seconds(-1).format("%F %T"), "1969-12-31 23:59:59");
        assert_eq!(Civil::from_seconds(1_104_537_600).format("%G-W%V %%q%q"), "2004-W53 %q%q");
        for seconds in (-4_000_000_000..4_000_000_000).step_by(86_399_777) {
            assert_eq!(Civil::from_seconds(seconds).to_seconds(), seconds);
        }
    }
}
