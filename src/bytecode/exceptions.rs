//! The exception table: which handler an instruction's exception goes to.
//!
//! A sorted list of disjoint ranges, four variable-length numbers each: start, length, target (all in code units) and
//! `depth << 1 | lasti`. A number is a big-endian run of 6-bit groups, bit 6 set on all but the last byte; bit 7 marks
//! the first byte of an entry, so that a search can start in the middle.

/// One range of instructions with the handler of its exceptions. Offsets are in code units (two bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    pub start: u32,
    /// First unit past the range.
    pub end: u32,
    pub target: u32,
    /// Depth to which the operand stack is cut before the exception is pushed.
    pub depth: u32,
    /// Whether the raising instruction's offset is pushed too, below the exception.
    pub lasti: bool,
}

/// Handler for the instruction at `unit` (an offset in code units), if there is one. A damaged table finds nothing
/// or something wrong, but always ends.
pub fn find_handler(table: &[u8], unit: u32) -> Option<Handler> {
    // Halve [low, high) while it is long, always cutting at an entry's first byte, then walk.
    let (mut low, mut high) = (0, table.len());
    while high - low > 40 {
        let mut middle = (low + high) / 2;
        while middle > low && table[middle] & 0x80 == 0 {
            middle -= 1;
        }
        if middle == low {
            break;
        }
        let mut at = middle;
        match read_varint(table, &mut at) {
            Some(start) if start <= unit => low = middle,
            _ => high = middle,
        }
    }
    Handlers { table: &table[..high], at: low }
        .take_while(|handler| handler.start <= unit)
        .find(|handler| unit < handler.end)
}

/// Iterates over a table's entries; stops at the first damaged one.
pub fn handlers(table: &[u8]) -> Handlers<'_> {
    Handlers { table, at: 0 }
}

/// See [`handlers`].
pub struct Handlers<'a> {
    table: &'a [u8],
    at: usize,
}

impl Handlers<'_> {
    /// Offset in the table of the next entry: the table's length once all were read, less if one was damaged.
    pub fn position(&self) -> usize {
        self.at
    }
}

impl Iterator for Handlers<'_> {
    type Item = Handler;

    fn next(&mut self) -> Option<Handler> {
        let mut at = self.at;
        let start = read_varint(self.table, &mut at)?;
        let length = read_varint(self.table, &mut at)?;
        let target = read_varint(self.table, &mut at)?;
        let depth_lasti = read_varint(self.table, &mut at)?;
        let end = start.checked_add(length)?;
        self.at = at;
        Some(Handler { start, end, target, depth: depth_lasti >> 1, lasti: depth_lasti & 1 != 0 })
    }
}

fn read_varint(table: &[u8], at: &mut usize) -> Option<u32> {
    let mut value = 0u32;
    // Six groups are more than any 32-bit number needs.
    for _ in 0..6 {
        let byte = *table.get(*at)?;
        *at += 1;
        value = value.checked_mul(64)? | (byte & 0x3F) as u32;
        if byte & 0x40 == 0 {
            return Some(value);
        }
    }
    None
}

/// Appends an entry; entries must come in order of `start`.
pub fn write_handler(table: &mut Vec<u8>, handler: Handler) {
    let first = table.len();
    for value in [
        handler.start,
        handler.end - handler.start,
        handler.target,
        handler.depth << 1 | handler.lasti as u32,
    ] {
        let groups = (32 - value.leading_zeros()).div_ceil(6).max(1);
        for group in (0..groups).rev() {
            let more = if group > 0 { 0x40 } else { 0 };
            table.push((value >> (6 * group) & 0x3F) as u8 | more);
        }
    }
    table[first] |= 0x80;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_agrees_with_the_list() {
        let mut table = Vec::new();
        let list: Vec<Handler> = (0..200)
            .map(|i| Handler {
                start: i * 70,
                end: i * 70 + 30,
                target: 1 << (i % 30),
                depth: i,
                lasti: i % 2 == 1,
            })
            .collect();
        list.iter().for_each(|&handler| write_handler(&mut table, handler));
        assert_eq!(handlers(&table).collect::<Vec<_>>(), list);
        for unit in 0..200 * 70 {
            let expected = list.iter().copied().find(|h| h.start <= unit && unit < h.end);
            assert_eq!(find_handler(&table, unit), expected, "{unit}");
        }
    }

    #[test]
    fn damaged_tables_end() {
        for table in [&[0x40u8; 100][..], &[0xff; 100], &[0xc0; 3], &[0x7f; 100], &[0x80; 99]] {
            find_handler(table, 5);
            handlers(table).count();
        }
    }
}
