//! What Python asks of a code point: predicates, case mappings, numeric values.

use std::char::{ToLowercase, ToUppercase};

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::tables;

/// Predicates of the Latin-1 characters, a bit each.
const ALPHA: u8 = 1;
const DECIMAL: u8 = 2;
const SPACE: u8 = 4;
const LOWER: u8 = 8;
const UPPER: u8 = 16;
const PRINTABLE: u8 = 32;
const NUMERIC: u8 = 64;
const DIGIT: u8 = 128;

static LATIN1: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let c = i as u8;
        let mut bits = 0;
        if c.is_ascii_lowercase() || matches!(c, 0xDF..=0xF6 | 0xF8..=0xFF) {
            bits |= ALPHA | LOWER;
        }
        if c.is_ascii_uppercase() || matches!(c, 0xC0..=0xD6 | 0xD8..=0xDE) {
            bits |= ALPHA | UPPER;
        }
        if matches!(c, 0xAA | 0xB5 | 0xBA) {
            bits |= ALPHA | LOWER;
        }
        if c.is_ascii_digit() {
            bits |= DECIMAL | DIGIT | NUMERIC;
        }
        if matches!(c, 0xB2 | 0xB3 | 0xB9) {
            bits |= DIGIT | NUMERIC;
        }
        if matches!(c, 0xBC..=0xBE) {
            bits |= NUMERIC;
        }
        if matches!(c, 9..=13 | 0x1C..=0x20 | 0x85 | 0xA0) {
            bits |= SPACE;
        }
        if matches!(c, 0x20..=0x7E | 0xA1..=0xFF) && c != 0xAD {
            bits |= PRINTABLE;
        }
        table[i] = bits;
        i += 1;
    }
    table
};

#[inline(always)]
fn latin1(point: u32, bits: u8) -> Option<bool> {
    LATIN1.get(point as usize).map(|known| known & bits != 0)
}

fn in_runs(runs: &[(u32, u32)], point: u32) -> bool {
    let i = runs.partition_point(|(_, last)| *last < point);
    runs.get(i).is_some_and(|(first, _)| *first <= point)
}

fn mapping(table: &'static [(u32, &'static [u32])], point: u32) -> Option<&'static [u32]> {
    table.binary_search_by_key(&point, |(from, _)| *from).ok().map(|i| table[i].1)
}

fn category(point: u32) -> GeneralCategory {
    char::from_u32(point).map_or(GeneralCategory::Surrogate, |c| c.general_category())
}

#[inline]
pub fn is_alpha(point: u32) -> bool {
    latin1(point, ALPHA).unwrap_or_else(|| {
        char::from_u32(point).is_some_and(|c| c.general_category_group() == GeneralCategoryGroup::Letter)
    })
}

#[inline]
pub fn is_decimal(point: u32) -> bool {
    latin1(point, DECIMAL).unwrap_or_else(|| decimal_value(point).is_some())
}

/// The value of a decimal digit of any script.
#[inline]
pub fn decimal_value(point: u32) -> Option<u32> {
    if point < 0x80 {
        return (point.wrapping_sub(0x30) < 10).then(|| point - 0x30);
    }
    let i = tables::DECIMAL_ZEROS.partition_point(|zero| *zero <= point);
    let value = point - tables::DECIMAL_ZEROS.get(i.wrapping_sub(1))?;
    (value < 10).then_some(value)
}

#[inline]
pub fn is_digit(point: u32) -> bool {
    latin1(point, DIGIT).unwrap_or_else(|| is_decimal(point) || in_runs(tables::OTHER_DIGITS, point))
}

#[inline]
pub fn is_numeric(point: u32) -> bool {
    latin1(point, NUMERIC).unwrap_or_else(|| {
        char::from_u32(point).is_some_and(|c| c.general_category_group() == GeneralCategoryGroup::Number)
            || in_runs(tables::NUMERIC_LETTERS, point)
    })
}

#[inline]
pub fn is_alnum(point: u32) -> bool {
    latin1(point, ALPHA | NUMERIC).unwrap_or_else(|| is_alpha(point) || is_numeric(point) || is_digit(point))
}

#[inline(always)]
pub fn is_space(point: u32) -> bool {
    let beyond = matches!(point, 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000);
    latin1(point, SPACE).unwrap_or(beyond)
}

/// Whether `splitlines` ends a line there.
#[inline(always)]
pub fn is_line_break(point: u32) -> bool {
    matches!(point, 10..=13 | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

#[inline]
pub fn is_lower(point: u32) -> bool {
    latin1(point, LOWER).unwrap_or_else(|| char::from_u32(point).is_some_and(char::is_lowercase))
}

#[inline]
pub fn is_upper(point: u32) -> bool {
    latin1(point, UPPER).unwrap_or_else(|| char::from_u32(point).is_some_and(char::is_uppercase))
}

#[inline]
pub fn is_title(point: u32) -> bool {
    point > 0xFF && category(point) == GeneralCategory::TitlecaseLetter
}

#[inline]
pub fn is_cased(point: u32) -> bool {
    latin1(point, LOWER | UPPER).unwrap_or_else(|| is_lower(point) || is_upper(point) || is_title(point))
}

/// Characters that the final-sigma rule looks through: the `Case_Ignorable` property.
pub fn is_case_ignorable(point: u32) -> bool {
    if let 0x27 | 0x2E | 0x3A | 0xB7 | 0x387 | 0x55F | 0x5F4 | 0x2018 | 0x2019 | 0x2024 | 0x2027 | 0xFE13
    | 0xFE52 | 0xFE55 | 0xFF07 | 0xFF0E | 0xFF1A = point
    {
        return true;
    }
    matches!(
        category(point),
        GeneralCategory::NonspacingMark
            | GeneralCategory::EnclosingMark
            | GeneralCategory::Format
            | GeneralCategory::ModifierLetter
            | GeneralCategory::ModifierSymbol
    )
}

/// Whether `repr` shows the character itself.
#[inline]
pub fn is_printable(point: u32) -> bool {
    latin1(point, PRINTABLE).unwrap_or_else(|| {
        !matches!(
            category(point),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Surrogate
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::SpaceSeparator
        )
    })
}

#[inline]
pub fn is_identifier_start(point: u32) -> bool {
    point == '_' as u32 || char::from_u32(point).is_some_and(unicode_ident::is_xid_start)
}

#[inline]
pub fn is_identifier_continue(point: u32) -> bool {
    char::from_u32(point).is_some_and(unicode_ident::is_xid_continue)
}

/// A case mapping: up to three code points.
pub enum Mapped {
    Lower(ToLowercase),
    Upper(ToUppercase),
    Table(std::slice::Iter<'static, u32>),
    Same(Option<u32>),
}

impl Iterator for Mapped {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        match self {
            Mapped::Lower(chars) => chars.next().map(u32::from),
            Mapped::Upper(chars) => chars.next().map(u32::from),
            Mapped::Table(points) => points.next().copied(),
            Mapped::Same(point) => point.take(),
        }
    }
}

pub fn to_lower(point: u32) -> Mapped {
    char::from_u32(point).map_or(Mapped::Same(Some(point)), |c| Mapped::Lower(c.to_lowercase()))
}

pub fn to_upper(point: u32) -> Mapped {
    char::from_u32(point).map_or(Mapped::Same(Some(point)), |c| Mapped::Upper(c.to_uppercase()))
}

pub fn to_title(point: u32) -> Mapped {
    if in_runs(tables::TITLE_SELF, point) {
        return Mapped::Same(Some(point));
    }
    match mapping(tables::TITLE, point) {
        Some(points) => Mapped::Table(points.iter()),
        None => to_upper(point),
    }
}

pub fn to_fold(point: u32) -> Mapped {
    match mapping(tables::FOLD, point) {
        Some(points) => Mapped::Table(points.iter()),
        None => to_lower(point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimal_value('٣' as u32), Some(3));
        assert_eq!(decimal_value('９' as u32), Some(9));
        assert_eq!(decimal_value('²' as u32), None);
        assert!(is_digit('²' as u32) && !is_decimal('²' as u32));
        assert!(is_numeric('½' as u32) && !is_digit('½' as u32));
        assert!(is_numeric('五' as u32));
    }

    #[test]
    fn mappings_of_several_characters() {
        assert_eq!(to_fold('ß' as u32).collect::<Vec<_>>(), [115, 115]);
        assert_eq!(to_title('ß' as u32).collect::<Vec<_>>(), [83, 115]);
        assert_eq!(to_upper('ß' as u32).collect::<Vec<_>>(), [83, 83]);
        assert_eq!(to_title('ǆ' as u32).collect::<Vec<_>>(), ['ǅ' as u32]);
        assert_eq!(to_lower(0xD800).collect::<Vec<_>>(), [0xD800]);
    }

    #[test]
    fn printable_and_space() {
        assert!(
            !is_printable(0xAD) && is_printable(0xE9) && !is_printable(0xD800) && is_printable('中' as u32)
        );
        assert!(is_space(0x3000) && is_space(0x1C) && !is_space(0x200B));
    }
}
