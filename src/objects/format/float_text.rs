//! Floats as text: the digits of `repr` and of the presentation types e, f and g.

/// How a float is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// `e`, `f`, `g` or `r` (shortest digits that read back as the same float).
    pub kind: u8,
    /// Digits behind the point (e, f) or significant ones (g).
    pub precision: usize,
    /// Keep the point and trailing zeros.
    pub alternate: bool,
    /// At least one digit behind the point, as repr has it.
    pub dot_zero: bool,
    /// Negative zero becomes positive.
    pub no_negative_zero: bool,
    pub upper: bool,
}

impl Style {
    /// `repr`'s.
    pub const REPR: Style = Style {
        kind: b'r',
        precision: 0,
        alternate: false,
        dot_zero: true,
        no_negative_zero: false,
        upper: false,
    };
}

/// More digits than any float has: asked for more, the rest are zeros.
const ALL_DIGITS: usize = 1100;

/// Significant digits without the point, and the place of the point: 0.DIGITS * 10^place.
fn significant(magnitude: f64, digits: Option<usize>) -> (String, i32) {
    let text = match digits {
        Some(digits) => format!("{:.*e}", (digits - 1).min(ALL_DIGITS), magnitude),
        None => format!("{magnitude:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut all: String = mantissa.chars().filter(|c| *c != '.').collect();
    if let Some(digits) = digits {
        zeros(&mut all, digits.saturating_sub(ALL_DIGITS + 1));
    }
    (all, exponent.parse::<i32>().unwrap_or(0) + 1)
}

fn zeros(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n('0', count));
}

fn push_exponent(out: &mut String, exponent: i32) {
    out.push('e');
    out.push(if exponent < 0 { '-' } else { '+' });
    let magnitude = exponent.unsigned_abs();
    if magnitude < 10 {
        out.push('0');
    }
    out.push_str(&magnitude.to_string());
}

/// `x` as text, its sign in front if it is negative (or negative zero).
pub fn float_text(x: f64, style: Style) -> String {
    let mut out = String::with_capacity(24);
    if x.is_nan() {
        out.push_str("nan");
    } else if x.is_infinite() {
        out.push_str(if x < 0.0 { "-inf" } else { "inf" });
    } else {
        if x.is_sign_negative() {
            out.push('-');
        }
        push_finite(&mut out, x.abs(), style);
        if style.no_negative_zero
            && out.starts_with('-')
            && out[1..].bytes().take_while(|c| *c != b'e').all(|c| matches!(c, b'0' | b'.'))
        {
            out.remove(0);
        }
    }
    if style.upper {
        out.make_ascii_uppercase();
    }
    out
}

fn push_finite(out: &mut String, magnitude: f64, style: Style) {
    match style.kind {
        b'f' => {
            out.push_str(&format!("{:.*}", style.precision.min(ALL_DIGITS), magnitude));
            zeros(out, style.precision.saturating_sub(ALL_DIGITS));
            if style.precision == 0 && style.alternate {
                out.push('.');
            }
        }
        b'e' => {
            let (digits, place) = significant(magnitude, Some(style.precision + 1));
            push_scientific(out, &digits, place - 1, style.alternate);
        }
        kind => {
            let (mut digits, place) = match kind {
                b'g' => significant(magnitude, Some(style.precision.max(1))),
                _ => significant(magnitude, None),
            };
            let most = match kind {
                b'g' => style.precision.max(1).min(i32::MAX as usize) as i32 - style.dot_zero as i32,
                _ => 16,
            };
            // Zero's place is that of the digit 0.
            let scientific = place <= -4 || place > most;
            if !style.alternate || kind == b'r' {
                digits.truncate(digits.trim_end_matches('0').len().max(1));
            }
            if scientific {
                push_scientific(out, &digits, place - 1, style.alternate);
            } else {
                push_plain(out, &digits, place, style);
            }
        }
    }
}

fn push_scientific(out: &mut String, digits: &str, exponent: i32, alternate: bool) {
    out.push_str(&digits[..1]);
    if digits.len() > 1 || alternate {
        out.push('.');
        out.push_str(&digits[1..]);
    }
    push_exponent(out, exponent);
}

fn push_plain(out: &mut String, digits: &str, place: i32, style: Style) {
    if place <= 0 {
        out.push_str("0.");
        zeros(out, place.unsigned_abs() as usize);
        out.push_str(digits);
        return;
    }
    let place = place as usize;
    if digits.len() <= place {
        out.push_str(digits);
        zeros(out, place - digits.len());
        if style.dot_zero {
            out.push_str(".0");
        } else if style.alternate {
            out.push('.');
        }
    } else {
        out.push_str(&digits[..place]);
        out.push('.');
        out.push_str(&digits[place..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn g(x: f64, precision: usize) -> String {
        float_text(x, Style { kind: b'g', precision, dot_zero: false, ..Style::REPR })
    }

    #[test]
    fn repr_switches_to_exponents_as_python_does() {
        let repr = |x| float_text(x, Style::REPR);
        assert_eq!(repr(0.1), "0.1");
        assert_eq!(repr(1e16), "1e+16");
        assert_eq!(repr(123456789012345680.0), "1.2345678901234568e+17");
        assert_eq!(repr(1e15), "1000000000000000.0");
        assert_eq!(repr(0.0001), "0.0001");
        assert_eq!(repr(0.00001), "1e-05");
        assert_eq!(repr(-0.0), "-0.0");
        assert_eq!(repr(5e-324), "5e-324");
        assert_eq!(repr(f64::NEG_INFINITY), "-inf");
    }

    #[test]
    fn general_format() {
        assert_eq!(g(100000.0, 6), "100000");
        assert_eq!(g(1e6, 6), "1e+06");
        assert_eq!(g(0.0, 6), "0");
        assert_eq!(g(1234.5678, 3), "1.23e+03");
        assert_eq!(g(0.0001, 6), "0.0001");
        assert_eq!(g(0.00001234, 6), "1.234e-05");
        assert_eq!(
            float_text(
                1.0,
                Style { kind: b'g', precision: 6, alternate: true, dot_zero: false, ..Style::REPR }
            ),
            "1.00000"
        );
    }

    #[test]
    fn ties_go_to_even() {
        let f = |x, precision| float_text(x, Style { kind: b'f', precision, dot_zero: false, ..Style::REPR });
        assert_eq!(f(0.5, 0), "0");
        assert_eq!(f(2.5, 0), "2");
        assert_eq!(f(0.125, 2), "0.12");
        assert_eq!(f(1e22, 1), "10000000000000000000000.0");
        assert_eq!(f(0.1, 20), "0.10000000000000000555");
    }
}
