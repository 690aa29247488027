//! The format-specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::objects::str::Chars;
use crate::objects::str::unicode::decimal_value;

/// A parsed specification. Characters are code points; 0 is "not given".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    pub fill: u32,
    /// `<`, `>`, `^` or `=`.
    pub align: u8,
    /// `+`, `-` or space.
    pub sign: u8,
    /// Negative zero becomes positive.
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: Option<usize>,
    /// `,` or `_`.
    pub group: u8,
    pub precision: Option<usize>,
    /// The presentation type.
    pub kind: u32,
}

impl Spec {
    /// What an empty specification means.
    pub const fn default(align: u8, kind: u32) -> Spec {
        Spec {
            fill: b' ' as u32,
            align,
            sign: 0,
            no_negative_zero: false,
            alternate: false,
            width: None,
            group: 0,
            precision: None,
            kind,
        }
    }
}

fn is_align(point: u32) -> bool {
    matches!(point, 0x3C | 0x3E | 0x5E | 0x3D)
}

/// A character as the messages show it: itself, or its number in hexadecimal.
pub fn shown(point: u32) -> String {
    match point {
        0x21..0x80 => (point as u8 as char).to_string(),
        _ => format!("\\x{point:x}"),
    }
}

/// Reads a number at `at`; `None` if there is none.
pub fn number(chars: Chars<'_>, at: &mut usize) -> Result<Option<usize>, String> {
    let start = *at;
    let mut value = 0usize;
    while let Some(digit) = chars.get(*at).and_then(decimal_value) {
        if value > (i64::MAX as usize - digit as usize) / 10 {
            return Err("Too many decimal digits in format string".into());
        }
        value = value * 10 + digit as usize;
        *at += 1;
    }
    Ok((*at > start).then_some(value))
}

/// Parses `chars`. `align` and `kind` are what the type of the value prescribes where nothing is said; `type_name` is
/// its name, for the message.
pub fn parse(chars: Chars<'_>, align: u8, kind: u32, type_name: &str) -> Result<Spec, String> {
    let mut spec = Spec::default(align, kind);
    let get = |at: usize| chars.get(at).unwrap_or(0);
    let len = chars.len();
    let mut at = 0;
    let (mut fill_given, mut align_given) = (false, false);
    if len >= 2 && is_align(get(1)) {
        (spec.fill, spec.align) = (get(0), get(1) as u8);
        (fill_given, align_given) = (true, true);
        at = 2;
    } else if len >= 1 && is_align(get(0)) {
        spec.align = get(0) as u8;
        align_given = true;
        at = 1;
    }
    if at < len && matches!(get(at), 0x2B | 0x2D | 0x20) {
        spec.sign = get(at) as u8;
        at += 1;
    }
    if at < len && get(at) == 'z' as u32 {
        spec.no_negative_zero = true;
        at += 1;
    }
    if at < len && get(at) == '#' as u32 {
        spec.alternate = true;
        at += 1;
    }
    if !fill_given && at < len && get(at) == '0' as u32 {
        spec.fill = '0' as u32;
        if !align_given && align == b'>' {
            spec.align = b'=';
        }
        at += 1;
    }
    spec.width = number(chars, &mut at)?;
    if at < len && get(at) == ',' as u32 {
        spec.group = b',';
        at += 1;
    }
    if at < len && get(at) == '_' as u32 {
        if spec.group != 0 {
            return Err("Cannot specify both ',' and '_'.".into());
        }
        spec.group = b'_';
        at += 1;
    }
    if at < len && get(at) == ',' as u32 && spec.group == b'_' {
        return Err("Cannot specify both ',' and '_'.".into());
    }
    if at < len && get(at) == '.' as u32 {
        at += 1;
        spec.precision = number(chars, &mut at)?;
        if spec.precision.is_none() {
            return Err("Format specifier missing precision".into());
        }
    }
    if len - at > 1 {
        return Err(format!(
            "Invalid format specifier '{}' for object of type '{type_name}'",
            chars.to_text()
        ));
    }
    if at < len {
        spec.kind = get(at);
    }
    if spec.group != 0 {
        let allowed = match char::from_u32(spec.kind) {
            Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0') => true,
            Some('b' | 'o' | 'x' | 'X') => spec.group == b'_',
            _ => false,
        };
        if !allowed {
            return Err(format!("Cannot specify '{}' with '{}'.", spec.group as char, shown(spec.kind)));
        }
    }
    Ok(spec)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(text: &str) -> Result<Spec, String> {
        parse(Chars::One(text.as_bytes()), b'>', 'd' as u32, "int")
    }

    #[test]
    fn every_part() {
        let all = spec("*^+z#10_.3x").unwrap();
        assert_eq!((all.fill, all.align, all.sign, all.kind), ('*' as u32, b'^', b'+', 'x' as u32));
        assert_eq!((all.width, all.precision, all.group), (Some(10), Some(3), b'_'));
        assert!(all.no_negative_zero && all.alternate);
    }

    #[test]
    fn zero_padding_aligns_numbers_behind_the_sign() {
        assert_eq!(spec("05").unwrap().align, b'=');
        assert_eq!(spec("<05").unwrap().align, b'<');
        assert_eq!(parse(Chars::One(b"05"), b'<', 's' as u32, "str").unwrap().align, b'<');
    }

    #[test]
    fn mistakes() {
        assert_eq!(spec(".").unwrap_err(), "Format specifier missing precision");
        assert_eq!(spec(",_").unwrap_err(), "Cannot specify both ',' and '_'.");
        assert_eq!(spec(",,").unwrap_err(), "Cannot specify ',' with ','.");
        assert_eq!(spec("qq").unwrap_err(), "Invalid format specifier 'qq' for object of type 'int'");
        assert!(spec("99999999999999999999").is_err());
    }
}
