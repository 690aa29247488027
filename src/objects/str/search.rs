//! Searching in strings of any width.

use std::borrow::Cow;

use super::view::{Chars, Unit, each_width};
use crate::heap::bounds::{PIECE, pieces, tick};

/// `chars` in units of `U`, which is no narrower; borrowed if it is the same.
fn widened<U: Unit>(chars: Chars<'_>) -> Cow<'_, [U]> {
    match U::borrow(chars) {
        Some(units) => Cow::Borrowed(units),
        None => Cow::Owned(chars.points().filter_map(U::of).collect()),
    }
}

/// Runs `$body` with `$hay` and `$needle` as units of one width, or gives `$else` where the needle is wider: it then
/// holds a character that cannot be in the haystack.
macro_rules! same_width {
    ($hay:expr, $needle:expr, |$h:ident, $n:ident| $body:expr, else $else:expr) => {{
        let needle = $needle;
        let hay = $hay;
        if needle.shift() > hay.shift() {
            $else
        } else {
            each_width!(hay, $h => {
                let $n = widened(needle);
                let $n = &$n[..];
                $body
            })
        }
    }};
}

/// Bytes of `hay` that one look for `needle` takes: so many that starting anew costs little.
fn window<U: Unit>(needle: &[U]) -> usize {
    (PIECE >> U::SHIFT).max(needle.len())
}

/// The first `needle`, which is not empty, in `hay`.
fn find_units<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [one] => {
            let mut before = 0;
            for piece in pieces(hay) {
                if let Some(at) = U::find_one(piece, *one) {
                    return Some(before + at);
                }
                before += piece.len();
            }
            None
        }
        _ => {
            let finder = memchr::memmem::Finder::new(U::flat(needle));
            find_with(&finder, hay, needle.len(), window(needle), 0)
        }
    }
}

/// The first match of `finder`, of `len` units, from `from` on.
fn find_with<U: Unit>(
    finder: &memchr::memmem::Finder<'_>,
    hay: &[U],
    len: usize,
    window: usize,
    mut from: usize,
) -> Option<usize> {
    let width = 1 << U::SHIFT;
    loop {
        let rest = hay.get(from..).filter(|rest| rest.len() >= len)?;
        let looked = rest.len().min(window + len - 1);
        match finder.find(U::flat(&rest[..looked])) {
            Some(at) if at % width == 0 => return Some(from + at / width),
            // In wider units a match of the bytes may straddle two characters.
            Some(at) => from += at / width + 1,
            None if looked == rest.len() => return None,
            None => {
                from += looked - (len - 1);
                tick((looked * width) as u64 >> 8);
            }
        }
    }
}

/// The last `needle` in `hay`.
fn rfind_units<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [one] => {
            let mut end = hay.len();
            loop {
                let start = end.saturating_sub(PIECE >> U::SHIFT);
                if let Some(at) = U::rfind_one(&hay[start..end], *one) {
                    return Some(start + at);
                }
                if start == 0 {
                    return None;
                }
                end = start;
                tick(PIECE as u64 >> 8);
            }
        }
        _ => {
            let (width, finder) = (1 << U::SHIFT, memchr::memmem::FinderRev::new(U::flat(needle)));
            let (len, window) = (needle.len(), window(needle));
            let mut end = hay.len();
            while end >= len {
                let start = end.saturating_sub(window + len - 1);
                match finder.rfind(U::flat(&hay[start..end])) {
                    Some(at) if at % width == 0 => return Some(start + at / width),
                    // Any earlier match starts before the straddling one, and so ends before its last character.
                    Some(at) => end = start + at / width + len,
                    None if start == 0 => return None,
                    None => {
                        end = start + len - 1;
                        tick((window * width) as u64 >> 8);
                    }
                }
            }
            None
        }
    }
}

/// Matches between two ticks for them.
const MATCHES: usize = 1 << 12;

/// Calls `found` with each match, from the left, until it says no.
fn each_units<U: Unit>(hay: &[U], needle: &[U], mut found: impl FnMut(usize) -> bool) {
    let mut matches = 0;
    let mut go_on = |at| {
        matches += 1;
        if matches % MATCHES == 0 {
            tick(MATCHES as u64 / 4);
        }
        found(at)
    };
    if let ([one], Some(hay)) = (U::as_latin1(needle).unwrap_or_default(), U::as_latin1(hay)) {
        let mut before = 0;
        for piece in pieces(hay) {
            for at in memchr::memchr_iter(*one, piece) {
                if !go_on(before + at) {
                    return;
                }
            }
            before += piece.len();
        }
        return;
    }
    let (finder, window) = (memchr::memmem::Finder::new(U::flat(needle)), window(needle));
    let mut from = 0;
    while let Some(at) = find_with(&finder, hay, needle.len(), window, from) {
        if !go_on(at) {
            return;
        }
        from = at + needle.len();
    }
}

/// The first place of `needle`.
pub fn find(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    same_width!(hay, needle, |h, n| find_units(h, n), else None)
}

/// The last place of `needle`.
pub fn rfind(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    same_width!(hay, needle, |h, n| rfind_units(h, n), else None)
}

/// How often `needle` occurs, matches not overlapping; between any two characters and at the ends if it is empty.
pub fn count(hay: Chars<'_>, needle: Chars<'_>) -> usize {
    if needle.is_empty() {
        return hay.len() + 1;
    }
    let mut count = 0;
    each_match(hay, needle, |_| {
        count += 1;
        true
    });
    count
}

/// Calls `found` with the start of each match from the left, none overlapping, until it says `false`. An empty
/// needle has none.
pub fn each_match(hay: Chars<'_>, needle: Chars<'_>, found: impl FnMut(usize) -> bool) {
    if !needle.is_empty() {
        same_width!(hay, needle, |h, n| each_units(h, n, found), else ())
    }
}

/// Calls `found` with the start of each match from the right, none overlapping, until it says `false`.
pub fn each_match_back(hay: Chars<'_>, needle: Chars<'_>, mut found: impl FnMut(usize) -> bool) {
    if needle.is_empty() {
        return;
    }
    same_width!(hay, needle, |h, n| {
        let mut end = h.len();
        while let Some(at) = rfind_units(&h[..end], n) {
            tick(1);
            if !found(at) {
                break;
            }
            end = at;
        }
    }, else ())
}

/// Whether `hay` starts with `prefix`.
pub fn starts_with(hay: Chars<'_>, prefix: Chars<'_>) -> bool {
    hay.len() >= prefix.len() && hay.slice(0, prefix.len()).equals(prefix)
}

/// Whether `hay` ends with `suffix`.
pub fn ends_with(hay: Chars<'_>, suffix: Chars<'_>) -> bool {
    hay.len() >= suffix.len() && hay.slice(hay.len() - suffix.len(), hay.len()).equals(suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str) -> Vec<[u8; 2]> {
        text.chars().map(|c| (c as u16).to_le_bytes()).collect()
    }

    #[test]
    fn matches_that_straddle_characters_do_not_count() {
        let (hay, needle) = (wide("\u{100}\u{100}\u{1}\u{1}"), wide("\u{1}\u{1}"));
        assert_eq!(find(Chars::Two(&hay), Chars::Two(&needle)), Some(2));
        assert_eq!(find(Chars::Two(&hay[..2]), Chars::Two(&needle)), None);
        assert_eq!(rfind(Chars::Two(&hay), Chars::One(b"\x01\x01")), Some(2));
        let hay = wide("\u{1}\u{1}\u{100}\u{100}\u{100}");
        assert_eq!(rfind(Chars::Two(&hay), Chars::One(b"\x01\x01")), Some(0));
    }

    #[test]
    fn narrow_needles_are_widened_and_wide_ones_refused() {
        let hay = wide("a\u{2500}bcbc");
        assert_eq!(find(Chars::Two(&hay), Chars::One(b"bc")), Some(2));
        assert_eq!(count(Chars::Two(&hay), Chars::One(b"bc")), 2);
        assert_eq!(find(Chars::One(b"abc"), Chars::Two(&hay)), None);
        assert_eq!(count(Chars::One(b"aaaa"), Chars::One(b"aa")), 2);
        assert_eq!(count(Chars::One(b"aaaa"), Chars::One(b"")), 5);
    }

    #[test]
    fn matches_from_the_right_do_not_overlap() {
        let mut places = Vec::new();
        each_match_back(Chars::One(b"aaaaa"), Chars::One(b"aa"), |at| {
            places.push(at);
            true
        });
        assert_eq!(places, [3, 1]);
    }
}
