//! Searching in strings of any width.

use std::borrow::Cow;

use super::view::{Chars, Unit, each_width};

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

fn find_units<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [one] => U::find_one(hay, *one),
        _ if needle.len() > hay.len() => None,
        _ => {
            let (width, needle) = (1 << U::SHIFT, U::flat(needle));
            let mut from = 0;
            // In wider units a match of the bytes may straddle two characters.
            loop {
                let bytes = U::flat(hay.get(from..)?);
                let at = memchr::memmem::find(bytes, needle)?;
                if at % width == 0 {
                    return Some(from + at / width);
                }
                from += at / width + 1;
            }
        }
    }
}

fn rfind_units<U: Unit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [one] => U::rfind_one(hay, *one),
        _ if needle.len() > hay.len() => None,
        _ => {
            let (width, flat) = (1 << U::SHIFT, U::flat(needle));
            let mut end = hay.len();
            loop {
                let at = memchr::memmem::rfind(U::flat(&hay[..end]), flat)?;
                if at % width == 0 {
                    return Some(at / width);
                }
                // Any earlier match starts before the straddling one, and so ends before its last character.
                end = at / width + needle.len();
            }
        }
    }
}

/// Calls `found` with the start of each match from the left, none overlapping, until it says stop (`false`). The
/// needle is not empty.
fn each_units<U: Unit>(hay: &[U], needle: &[U], mut found: impl FnMut(usize) -> bool) {
    if let (Some(hay), Some(needle)) = (U::as_latin1(hay), U::as_latin1(needle)) {
        match needle {
            [one] => {
                for at in memchr::memchr_iter(*one, hay) {
                    if !found(at) {
                        return;
                    }
                }
            }
            _ => {
                for at in memchr::memmem::find_iter(hay, needle) {
                    if !found(at) {
                        return;
                    }
                }
            }
        }
        return;
    }
    let mut from = 0;
    while let Some(at) = find_units(&hay[from..], needle) {
        if !found(from + at) {
            return;
        }
        from += at + needle.len();
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
