//! The location table (PEP 626 and 657): the source range of each instruction.
//!
//! A sequence of entries, each for 1 to 8 code units: first byte `0x80 | code << 3 | units - 1`, then by code:
//! 0 to 9, short form, same line (one byte); 10 to 12, one line, 0 to 2 below the last (two bytes: columns); 13, no
//! columns; 14, all given; 15, no location. Numbers are little-endian runs of 6-bit groups, bit 6 set on all but the
//! last; signed ones keep the sign in bit 0. Lines are relative to the entry before, the first to `firstlineno`.

/// A source range. Lines count from 1, columns from 0 in bytes of UTF-8; -1: unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    pub line: i32,
    pub end_line: i32,
    pub col: i32,
    pub end_col: i32,
}

impl Location {
    /// No source at all: not shown in tracebacks, no line event.
    pub const NONE: Location = Location { line: -1, end_line: -1, col: -1, end_col: -1 };
    /// In the compiler: "the location of the instruction after this one".
    pub const NEXT: Location = Location { line: -2, end_line: -2, col: -2, end_col: -2 };

    /// A line without columns.
    pub fn of_line(line: i32) -> Location {
        Location { line, end_line: line, col: -1, end_col: -1 }
    }
}

/// One entry of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// First code unit and number of code units (two bytes each).
    pub start: u32,
    pub units: u32,
    pub location: Location,
}

/// Iterates over the entries; stops at the first damaged one.
pub fn entries(table: &[u8], firstlineno: i32) -> Entries<'_> {
    Entries { table, at: 0, unit: 0, line: firstlineno }
}

/// Source range of the instruction at `unit` (an offset in code units); [`Location::NONE`] if there is none.
pub fn location_at(table: &[u8], firstlineno: i32, unit: u32) -> Location {
    entries(table, firstlineno)
        .find(|entry| unit - entry.start < entry.units)
        .map_or(Location::NONE, |entry| entry.location)
}

/// Line of the instruction at `unit` (an offset in code units).
pub fn line_at(table: &[u8], firstlineno: i32, unit: u32) -> Option<i32> {
    let location = location_at(table, firstlineno, unit);
    (location.line >= 0).then_some(location.line)
}

/// Runs of one line, as `co_lines` gives them but in code units: `(start, end, line)`.
pub fn lines(table: &[u8], firstlineno: i32) -> impl Iterator<Item = (u32, u32, Option<i32>)> + '_ {
    let mut entries = entries(table, firstlineno).peekable();
    std::iter::from_fn(move || {
        let first = entries.next()?;
        let mut end = first.start + first.units;
        while let Some(next) = entries.next_if(|next| next.location.line == first.location.line) {
            end = next.start + next.units;
        }
        Some((first.start, end, (first.location.line >= 0).then_some(first.location.line)))
    })
}

/// See [`entries`].
pub struct Entries<'a> {
    table: &'a [u8],
    at: usize,
    unit: u32,
    line: i32,
}

impl Entries<'_> {
    fn byte(&mut self) -> Option<i32> {
        let byte = *self.table.get(self.at)?;
        self.at += 1;
        Some(byte as i32)
    }

    fn varint(&mut self) -> Option<i32> {
        let mut value = 0u32;
        for group in 0..6 {
            let byte = self.byte()? as u32;
            value |= (byte & 0x3F).checked_shl(6 * group)?;
            if byte & 0x40 == 0 {
                return i32::try_from(value).ok();
            }
        }
        None
    }

    fn signed_varint(&mut self) -> Option<i32> {
        let value = self.varint()?;
        Some(if value & 1 != 0 { -(value >> 1) } else { value >> 1 })
    }

    /// Offset in the table of the next entry.
    pub fn position(&self) -> usize {
        self.at
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let before = self.at;
        let entry = self.read();
        if entry.is_none() {
            self.at = before;
        }
        entry
    }
}

impl Entries<'_> {
    fn read(&mut self) -> Option<Entry> {
        let first = self.byte()?;
        let location = match first >> 3 & 15 {
            code @ 0..=9 => {
                let second = self.byte()?;
                let col = code << 3 | second >> 4 & 7;
                Location { line: self.line, end_line: self.line, col, end_col: col + (second & 15) }
            }
            code @ 10..=12 => {
                self.line = self.line.checked_add(code - 10)?;
                Location { line: self.line, end_line: self.line, col: self.byte()?, end_col: self.byte()? }
            }
            13 => {
                let delta = self.signed_varint()?;
                self.line = self.line.checked_add(delta)?;
                Location::of_line(self.line)
            }
            14 => {
                let delta = self.signed_varint()?;
                self.line = self.line.checked_add(delta)?;
                let end_line = self.line.checked_add(self.varint()?)?;
                Location { line: self.line, end_line, col: self.varint()? - 1, end_col: self.varint()? - 1 }
            }
            _ => Location::NONE,
        };
        let units = (first as u32 & 7) + 1;
        let entry = Entry { start: self.unit, units, location };
        self.unit = self.unit.checked_add(units)?;
        Some(entry)
    }
}

/// Writes a location table, entry after entry.
pub struct Writer {
    table: Vec<u8>,
    line: i32,
}

impl Writer {
    /// `capacity`: bytes that the table may be expected to take.
    pub fn new(firstlineno: i32, capacity: usize) -> Writer {
        Writer { table: Vec::with_capacity(capacity), line: firstlineno }
    }

    /// Adds `units` code units at `location`, in as many entries as that takes, each in its shortest form.
    pub fn write(&mut self, location: Location, mut units: u32) {
        while units > 0 {
            let now = units.min(8);
            self.write_entry(location, now);
            units -= now;
        }
    }

    fn write_entry(&mut self, location: Location, units: u32) {
        let Location { line, end_line, col, end_col } = location;
        if line < 0 {
            self.first_byte(15, units);
            return;
        }
        let delta = line.wrapping_sub(self.line);
        if col < 0 || end_col < 0 {
            if end_line == line || end_line < 0 {
                self.first_byte(13, units);
                self.signed_varint(delta);
                self.line = line;
                return;
            }
        } else if end_line == line {
            if delta == 0 && col < 80 && end_col - col < 16 && end_col >= col {
                self.first_byte((col >> 3) as u8, units);
                self.table.push(((col & 7) << 4 | (end_col - col)) as u8);
                return;
            }
            if (0..3).contains(&delta) && col < 128 && end_col < 128 {
                self.first_byte(10 + delta as u8, units);
                self.table.extend([col as u8, end_col as u8]);
                self.line = line;
                return;
            }
        }
        self.first_byte(14, units);
        self.signed_varint(delta);
        self.varint(end_line.wrapping_sub(line) as u32);
        self.varint(col.wrapping_add(1) as u32);
        self.varint(end_col.wrapping_add(1) as u32);
        self.line = line;
    }

    fn first_byte(&mut self, code: u8, units: u32) {
        self.table.push(0x80 | code << 3 | (units - 1) as u8);
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.table.push(0x40 | (value & 0x3F) as u8);
            value >>= 6;
        }
        self.table.push(value as u8);
    }

    fn signed_varint(&mut self, value: i32) {
        let magnitude = value.unsigned_abs() << 1;
        self.varint(magnitude | (value < 0) as u32);
    }

    pub fn finish(self) -> Vec<u8> {
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let at = |line, end_line, col, end_col| Location { line, end_line, col, end_col };
        let list = [
            (at(10, 10, 0, 5), 1),
            (at(10, 10, 79, 94), 2),
            (at(10, 10, 80, 81), 8),
            (at(12, 12, 127, 127), 3),
            (at(11, 11, 128, 200), 1),
            (Location::NONE, 4),
            (at(500, 70000, 3, 1), 1),
            (Location::of_line(1), 2),
        ];
        let mut writer = Writer::new(10, 0);
        list.iter().for_each(|&(location, units)| writer.write(location, units));
        let table = writer.finish();
        let read: Vec<_> = entries(&table, 10).map(|entry| (entry.location, entry.units)).collect();
        assert_eq!(read, list);
        assert_eq!(line_at(&table, 10, 14), Some(11));
        assert_eq!(line_at(&table, 10, 15), None);
        assert_eq!(line_at(&table, 10, 1000), None);
    }

    #[test]
    fn long_runs_are_split_and_joined() {
        let mut writer = Writer::new(1, 0);
        writer.write(Location::of_line(2), 20);
        let table = writer.finish();
        assert_eq!(entries(&table, 1).count(), 3);
        assert_eq!(lines(&table, 1).collect::<Vec<_>>(), [(0, 20, Some(2))]);
    }

    #[test]
    fn damaged_tables_end() {
        for byte in 0..=255 {
            entries(&[byte; 64], i32::MAX).count();
        }
    }
}
