//! Text encodings: `str.encode`, `bytes.decode`, and the error handlers.

use crate::heap::layout::Str;
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Method, Sig, method, opt};
use crate::objects::str::{Chars, StrBuf};
use crate::vm::Vm;

pub const STR_METHODS: &[Method] =
    &[method("encode", encode_method, Sig::Named(&[opt("encoding"), opt("errors")]))];

/// An encoding that mimeo knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Utf8,
    /// UTF-8 with a byte-order mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
}

/// In what order the bytes of a unit come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As a byte-order mark says; written little-endian behind one.
    Marked,
    Little,
    Big,
}

impl Codec {
    /// The encoding called `name`.
    pub fn find(name: &str) -> Option<Codec> {
        let plain: String =
            name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        Some(match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
            "utf-8-sig" | "utf8-sig" => Codec::Utf8Sig,
            "ascii" | "us-ascii" | "646" | "iso646-us" | "us" => Codec::Ascii,
            "latin-1" | "latin1" | "latin" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "l1" => {
                Codec::Latin1
            }
            "utf-16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
            "utf-16-le" | "utf-16le" | "utf16-le" | "utf16le" => Codec::Utf16(Order::Little),
            "utf-16-be" | "utf-16be" | "utf16-be" | "utf16be" => Codec::Utf16(Order::Big),
            "utf-32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
            "utf-32-le" | "utf-32le" | "utf32-le" | "utf32le" => Codec::Utf32(Order::Little),
            "utf-32-be" | "utf-32be" | "utf32-be" | "utf32be" => Codec::Utf32(Order::Big),
            _ => return None,
        })
    }

    /// Its name in error messages.
    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Marked) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Marked) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Codec::Ascii => "ordinal not in range(128)",
            Codec::Latin1 => "ordinal not in range(256)",
            _ => "surrogates not allowed",
        }
    }

    /// Whether `point` can be encoded.
    fn can(self, point: u32) -> bool {
        match self {
            Codec::Ascii => point < 0x80,
            Codec::Latin1 => point < 0x100,
            _ => !(0xD800..0xE000).contains(&point),
        }
    }

    /// Appends `point`, surrogates too.
    fn push(self, out: &mut Vec<u8>, point: u32) {
        match self {
            Codec::Ascii | Codec::Latin1 => out.push(point as u8),
            Codec::Utf8 | Codec::Utf8Sig => {
                let _ = crate::bytecode::pystr::push_code_point(out, point);
            }
            Codec::Utf16(order) => {
                let unit = |out: &mut Vec<u8>, unit: u16| match order {
                    Order::Big => out.extend(unit.to_be_bytes()),
                    _ => out.extend(unit.to_le_bytes()),
                };
                if point < 0x1_0000 {
                    unit(out, point as u16);
                } else {
                    unit(out, (0xD7C0 + (point >> 10)) as u16);
                    unit(out, (0xDC00 | (point & 0x3FF)) as u16);
                }
            }
            Codec::Utf32(Order::Big) => out.extend(point.to_be_bytes()),
            Codec::Utf32(_) => out.extend(point.to_le_bytes()),
        }
    }
}

/// Where and why a text cannot be encoded, or bytes cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Failure {
    start: usize,
    end: usize,
    reason: &'static str,
}

/// What an error handler could not do.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    Failed(Failure),
    UnknownHandler,
    /// The handler is for the other direction.
    WrongHandler,
}

/// Encodes `chars`.
fn encode(chars: Chars<'_>, codec: Codec, errors: &str) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(chars.len() + 4);
    match codec {
        Codec::Utf8Sig => out.extend([0xEF, 0xBB, 0xBF]),
        Codec::Utf16(Order::Marked) | Codec::Utf32(Order::Marked) => codec.push(&mut out, 0xFEFF),
        _ => {}
    }
    let mut at = 0;
    while let Some(point) = chars.get(at) {
        if codec.can(point) {
            codec.push(&mut out, point);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        if !matches!(codec, Codec::Utf16(_) | Codec::Utf32(_)) {
            while chars.get(end).is_some_and(|point| !codec.can(point)) {
                end += 1;
            }
        }
        handle_unencodable(&mut out, chars, at, end, codec, errors)?;
        at = end;
    }
    Ok(out)
}

fn handle_unencodable(
    out: &mut Vec<u8>,
    chars: Chars<'_>,
    start: usize,
    end: usize,
    codec: Codec,
    errors: &str,
) -> Result<(), Refusal> {
    let fail = |start| Refusal::Failed(Failure { start, end, reason: codec.reason() });
    let wide = matches!(codec, Codec::Utf16(_) | Codec::Utf32(_));
    let mut text = String::new();
    for (at, point) in (start..end).zip(chars.slice(start, end).points()) {
        match errors {
            "strict" => return Err(fail(start)),
            "ignore" => {}
            "replace" => text.push('?'),
            "backslashreplace" => text.push_str(&escape(point)),
            "xmlcharrefreplace" => text.push_str(&format!("&#{point};")),
            "namereplace" => match char::from_u32(point).and_then(unicode_names2::name) {
                Some(name) => text.push_str(&format!("\\N{{{name}}}")),
                None => text.push_str(&escape(point)),
            },
            "surrogateescape" if !wide && (0xDC80..0xDD00).contains(&point) => out.push(point as u8),
            "surrogatepass" if !matches!(codec, Codec::Ascii | Codec::Latin1) => codec.push(out, point),
            "surrogateescape" | "surrogatepass" => return Err(fail(at)),
            _ => return Err(Refusal::UnknownHandler),
        }
    }
    text.chars().for_each(|c| codec.push(out, c as u32));
    Ok(())
}

pub(super) fn escape(point: u32) -> String {
    match point {
        0..0x100 => format!("\\x{point:02x}"),
        0x100..0x1_0000 => format!("\\u{point:04x}"),
        _ => format!("\\U{point:08x}"),
    }
}

/// One step of decoding: a code point and its bytes, or what is wrong.
type Step = Result<(u32, usize), Failure>;

fn step_utf16(bytes: &[u8], at: usize, big: bool) -> Step {
    let unit = |at: usize| {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) } as u32)
    };
    let fail = |end, reason| Err(Failure { start: at, end, reason });
    let Some(first) = unit(at) else { return fail(bytes.len(), "truncated data") };
    match first {
        0xD800..0xDC00 => match unit(at + 2) {
            None => fail(bytes.len(), "unexpected end of data"),
            Some(second @ 0xDC00..0xE000) => Ok((0x1_0000 + ((first & 0x3FF) << 10) + (second & 0x3FF), 4)),
            Some(_) => fail(at + 2, "illegal UTF-16 surrogate"),
        },
        0xDC00..0xE000 => fail(at + 2, "illegal encoding"),
        _ => Ok((first, 2)),
    }
}

fn step_utf32(bytes: &[u8], at: usize, big: bool) -> Step {
    let fail = |end, reason| Err(Failure { start: at, end, reason });
    let Some(&[a, b, c, d]) = bytes.get(at..at + 4) else { return fail(bytes.len(), "truncated data") };
    let point = if big { u32::from_be_bytes([a, b, c, d]) } else { u32::from_le_bytes([a, b, c, d]) };
    match point {
        0xD800..0xE000 => fail(at + 4, "code point in surrogate code point range(0xd800, 0xe000)"),
        0x11_0000.. => fail(at + 4, "code point not in range(0x110000)"),
        _ => Ok((point, 4)),
    }
}

/// What is wrong with the UTF-8 at the start of `bytes[at..]`, which is not well-formed there.
fn utf8_failure(bytes: &[u8], at: usize, error_len: Option<usize>) -> Failure {
    match error_len {
        None => Failure { start: at, end: bytes.len(), reason: "unexpected end of data" },
        Some(_) if matches!(bytes[at], 0x80..0xC2 | 0xF5..) => {
            Failure { start: at, end: at + 1, reason: "invalid start byte" }
        }
        Some(len) => Failure { start: at, end: at + len, reason: "invalid continuation byte" },
    }
}

/// Decodes `bytes`.
fn decode(bytes: &[u8], codec: Codec, errors: &str) -> Result<StrBuf, Refusal> {
    let mut out = StrBuf::with_capacity(bytes.len());
    let mut at = 0;
    match codec {
        Codec::Latin1 => out.push_chars(Chars::One(bytes)),
        Codec::Ascii => {
            while let Some(byte) = bytes.get(at) {
                if *byte < 0x80 {
                    out.push(*byte as u32);
                    at += 1;
                } else {
                    let failure = Failure { start: at, end: at + 1, reason: "ordinal not in range(128)" };
                    at = handle_undecodable(&mut out, bytes, failure, codec, errors)?;
                }
            }
        }
        Codec::Utf8 | Codec::Utf8Sig => {
            if codec == Codec::Utf8Sig && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
                at = 3;
            }
            while at < bytes.len() {
                match std::str::from_utf8(&bytes[at..]) {
                    Ok(text) => {
                        out.push_str(text);
                        break;
                    }
                    Err(error) => {
                        let good = &bytes[at..at + error.valid_up_to()];
                        out.push_str(std::str::from_utf8(good).unwrap_or_default());
                        at += good.len();
                        let failure = utf8_failure(bytes, at, error.error_len());
                        at = handle_undecodable(&mut out, bytes, failure, codec, errors)?;
                    }
                }
            }
        }
        Codec::Utf16(order) | Codec::Utf32(order) => {
            let wide = matches!(codec, Codec::Utf32(_));
            let mut big = order == Order::Big;
            if order == Order::Marked {
                let marks: [(&[u8], bool); 2] = match wide {
                    true => [(&[0xFF, 0xFE, 0, 0], false), (&[0, 0, 0xFE, 0xFF], true)],
                    false => [(&[0xFF, 0xFE], false), (&[0xFE, 0xFF], true)],
                };
                for (mark, is_big) in marks {
                    if bytes.starts_with(mark) {
                        (at, big) = (mark.len(), is_big);
                        break;
                    }
                }
            }
            let order = if big { Order::Big } else { Order::Little };
            let named = if wide { Codec::Utf32(order) } else { Codec::Utf16(order) };
            while at < bytes.len() {
                let step = if wide { step_utf32(bytes, at, big) } else { step_utf16(bytes, at, big) };
                match step {
                    Ok((point, len)) => {
                        out.push(point);
                        at += len;
                    }
                    Err(failure) => at = handle_undecodable(&mut out, bytes, failure, named, errors)?,
                }
            }
        }
    }
    Ok(out)
}

/// Lets the handler deal with a failure; where decoding goes on.
fn handle_undecodable(
    out: &mut StrBuf,
    bytes: &[u8],
    failure: Failure,
    codec: Codec,
    errors: &str,
) -> Result<usize, Refusal> {
    let wrong = &bytes[failure.start..failure.end];
    match errors {
        "strict" => return Err(Refusal::Failed(failure)),
        "ignore" => {}
        "replace" => out.push(0xFFFD),
        "backslashreplace" => wrong.iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}"))),
        "surrogateescape" => {
            // As many bytes as can be escaped; decoding goes on behind them.
            let count = wrong.iter().take_while(|byte| **byte >= 0x80).count();
            if count == 0 {
                return Err(Refusal::Failed(failure));
            }
            wrong[..count].iter().for_each(|byte| out.push(0xDC00 + *byte as u32));
            return Ok(failure.start + count);
        }
        "surrogatepass" => {
            let rest = &bytes[failure.start..];
            let passed = match (codec, rest) {
                (Codec::Utf8 | Codec::Utf8Sig, [0xED, b @ 0xA0..=0xBF, c @ 0x80..=0xBF, ..]) => {
                    Some((0xD000 | (*b as u32 & 0x3F) << 6 | (*c as u32 & 0x3F), 3))
                }
                (Codec::Utf16(Order::Big), [a, b, ..]) => Some((u16::from_be_bytes([*a, *b]) as u32, 2)),
                (Codec::Utf16(_), [a, b, ..]) => Some((u16::from_le_bytes([*a, *b]) as u32, 2)),
                (Codec::Utf32(Order::Big), [a, b, c, d, ..]) => {
                    Some((u32::from_be_bytes([*a, *b, *c, *d]), 4))
                }
                (Codec::Utf32(_), [a, b, c, d, ..]) => Some((u32::from_le_bytes([*a, *b, *c, *d]), 4)),
                _ => None,
            };
            return match passed {
                Some((point @ 0xD800..0xE000, len)) => {
                    out.push(point);
                    Ok(failure.start + len)
                }
                _ => Err(Refusal::Failed(failure)),
            };
        }
        "xmlcharrefreplace" | "namereplace" => return Err(Refusal::WrongHandler),
        _ => return Err(Refusal::UnknownHandler),
    }
    Ok(failure.end)
}

/// Whether `name` names an error handler.
fn unknown_handler(vm: &mut Vm, errors: &str) -> Raised {
    vm.raise(exc::LOOKUP_ERROR, format!("unknown error handler name '{errors}'"))
}

fn raise_failure(vm: &mut Vm, class: u32, codec: &str, object: Value, failure: Failure) -> Raised {
    let parts = [
        vm.new_str(codec),
        Ok(object),
        vm.new_int(failure.start as i64),
        vm.new_int(failure.end as i64),
        vm.new_str(failure.reason),
    ];
    let mut args = Vec::with_capacity(5);
    for part in parts {
        match part {
            Ok(part) => args.push(part),
            Err(raised) => return raised,
        }
    }
    vm.raise_with(class, &args)
}

impl Vm {
    fn find_codec(&mut self, encoding: Option<Value>) -> Res<Codec> {
        let Some(encoding) = encoding else { return Ok(Codec::Utf8) };
        let name = self.str_to_string(encoding);
        if name.contains('\0') {
            return Err(self.value_error("embedded null character"));
        }
        match Codec::find(&name) {
            Some(codec) => Ok(codec),
            None => Err(self.raise(exc::LOOKUP_ERROR, format!("unknown encoding: {name}"))),
        }
    }

    fn handler_name(&self, errors: Option<Value>) -> String {
        errors.map_or_else(|| "strict".to_owned(), |errors| self.str_to_string(errors))
    }

    /// `s.encode(encoding, errors)` as bytes outside the heap; encoding and errors are strings.
    pub(crate) fn encode_str(
        &mut self,
        s: Value,
        encoding: Option<Value>,
        errors: Option<Value>,
    ) -> Res<Vec<u8>> {
        let codec = self.find_codec(encoding)?;
        let view = Str(s.offset());
        if view.is_ascii(&self.heap) && matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) {
            return Ok(view.bytes(&self.heap).to_vec());
        }
        let handler = self.handler_name(errors);
        match encode(view.chars(&self.heap), codec, &handler) {
            Ok(bytes) => Ok(bytes),
            Err(Refusal::Failed(failure)) => {
                Err(raise_failure(self, exc::UNICODE_ENCODE_ERROR, codec.name(), s, failure))
            }
            Err(_) => Err(unknown_handler(self, &handler)),
        }
    }

    /// Text from bytes outside the heap.
    pub(crate) fn decode_bytes(
        &mut self,
        bytes: &[u8],
        encoding: Option<Value>,
        errors: Option<Value>,
    ) -> Res {
        let codec = self.find_codec(encoding)?;
        match codec {
            Codec::Utf8 | Codec::Ascii if bytes.is_ascii() => return self.new_str_ascii(bytes),
            Codec::Latin1 => return self.new_str_latin1(bytes),
            Codec::Utf8 => {
                if let Ok(text) = std::str::from_utf8(bytes) {
                    return self.new_str(text);
                }
            }
            _ => {}
        }
        let handler = self.handler_name(errors);
        match decode(bytes, codec, &handler) {
            Ok(text) => self.new_str_buf(&text),
            Err(Refusal::Failed(failure)) => {
                let object = self.new_bytes(bytes)?;
                let name = decoder_name(codec, bytes);
                Err(raise_failure(self, exc::UNICODE_DECODE_ERROR, name, object, failure))
            }
            Err(Refusal::UnknownHandler) => Err(unknown_handler(self, &handler)),
            Err(Refusal::WrongHandler) => {
                Err(self.type_error("don't know how to handle UnicodeDecodeError in error callback"))
            }
        }
    }
}

/// The name of the decoder that failed: a byte-order mark has chosen one.
fn decoder_name(codec: Codec, bytes: &[u8]) -> &'static str {
    match codec {
        Codec::Utf16(Order::Marked) if bytes.starts_with(&[0xFE, 0xFF]) => "utf-16-be",
        Codec::Utf16(Order::Marked) => "utf-16-le",
        Codec::Utf32(Order::Marked) if bytes.starts_with(&[0, 0, 0xFE, 0xFF]) => "utf-32-be",
        Codec::Utf32(Order::Marked) => "utf-32-le",
        codec => codec.name(),
    }
}

/// Text from a bytes-like object: what `str(object, encoding, errors)` does.
pub fn decode_object(vm: &mut Vm, object: Value, encoding: Option<Value>, errors: Option<Value>) -> Res {
    let Some(bytes) = super::view(vm, object).map(<[u8]>::to_vec) else {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {name} found")));
    };
    vm.decode_bytes(&bytes, encoding, errors)
}

/// The arguments `encoding` and `errors` of a method.
pub(super) fn codec_args(vm: &mut Vm, args: Args, name: &str) -> Res<(Option<Value>, Option<Value>)> {
    let mut given = [None, None];
    for (i, what) in ["encoding", "errors"].iter().enumerate() {
        if let Some(value) = args.opt(vm, 1 + i as u32) {
            vm.str_arg(value, &format!("{name}() argument '{what}'"))?;
            given[i] = Some(value);
        }
    }
    Ok((given[0], given[1]))
}

fn encode_method(vm: &mut Vm, args: Args) -> Res {
    let (encoding, errors) = codec_args(vm, args, "encode")?;
    let bytes = vm.encode_str(args.get(vm, 0), encoding, errors)?;
    vm.new_bytes(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &StrBuf) -> Vec<u32> {
        text.points().collect()
    }

    fn decoded(bytes: &[u8], codec: Codec, errors: &str) -> Vec<u32> {
        points(&decode(bytes, codec, errors).unwrap())
    }

    fn failure(bytes: &[u8], codec: Codec) -> (usize, usize, &'static str) {
        match decode(bytes, codec, "strict") {
            Err(Refusal::Failed(f)) => (f.start, f.end, f.reason),
            _ => panic!("decoded"),
        }
    }

    #[test]
    fn utf8_failures_are_cpythons() {
        let utf8 = |bytes| failure(bytes, Codec::Utf8);
        assert_eq!(utf8(b"\xff"), (0, 1, "invalid start byte"));
        assert_eq!(utf8(b"\xe9a"), (0, 1, "invalid continuation byte"));
        assert_eq!(utf8(b"\xe9"), (0, 1, "unexpected end of data"));
        assert_eq!(utf8(b"\xf0\x90a"), (0, 2, "invalid continuation byte"));
        assert_eq!(utf8(b"\xed\xa0\x80"), (0, 1, "invalid continuation byte"));
        assert_eq!(utf8(b"ab\xc0\x80"), (2, 3, "invalid start byte"));
    }

    #[test]
    fn handlers_of_decoding() {
        assert_eq!(decoded(b"\xf0\x90\x80a\x80", Codec::Utf8, "replace"), [0xFFFD, 0x61, 0xFFFD]);
        assert_eq!(decoded(b"a\xe0", Codec::Utf8, "surrogateescape"), [0x61, 0xDCE0]);
        assert_eq!(decoded(b"\xed\xa0\x80", Codec::Utf8, "surrogatepass"), [0xD800]);
        assert_eq!(decoded(b"\xff", Codec::Ascii, "backslashreplace"), [0x5C, 0x78, 0x66, 0x66]);
        assert_eq!(decoded(b"a\xffb", Codec::Ascii, "ignore"), [0x61, 0x62]);
    }

    #[test]
    fn utf16_and_32() {
        let bytes =
            encode(Chars::Four(&[[0, 0xF6, 1, 0], [0x61, 0, 0, 0]]), Codec::Utf16(Order::Marked), "strict");
        let bytes = bytes.unwrap();
        assert_eq!(bytes, b"\xff\xfe\x3d\xd8\x00\xde\x61\x00");
        assert_eq!(decoded(&bytes, Codec::Utf16(Order::Marked), "strict"), [0x1F600, 0x61]);
        assert_eq!(failure(b"\x00\xd8ab", Codec::Utf16(Order::Little)), (0, 2, "illegal UTF-16 surrogate"));
        assert_eq!(failure(b"\x00\xdcab", Codec::Utf16(Order::Little)), (0, 2, "illegal encoding"));
        assert_eq!(failure(b"\x00\xd8a", Codec::Utf16(Order::Little)), (0, 3, "unexpected end of data"));
        assert_eq!(failure(b"abc", Codec::Utf32(Order::Marked)), (0, 3, "truncated data"));
        assert_eq!(decoded(b"\0\0\0a", Codec::Utf32(Order::Big), "strict"), [0x61]);
    }

    #[test]
    fn handlers_of_encoding() {
        let two = |points: &[u16]| points.iter().map(|p| p.to_le_bytes()).collect::<Vec<_>>();
        let text = two(&[0x61, 0x1234, 0xFF]);
        let ascii = |errors| encode(Chars::Two(&text), Codec::Ascii, errors);
        assert_eq!(ascii("backslashreplace").unwrap(), b"a\\u1234\\xff");
        assert_eq!(ascii("xmlcharrefreplace").unwrap(), b"a&#4660;&#255;");
        assert_eq!(ascii("replace").unwrap(), b"a??");
        assert_eq!(ascii("ignore").unwrap(), b"a");
        assert_eq!(ascii("foo"), Err(Refusal::UnknownHandler));
        let fail =
            |start, end| Err(Refusal::Failed(Failure { start, end, reason: "ordinal not in range(128)" }));
        assert_eq!(ascii("strict"), fail(1, 3));
        let lone = two(&[0xDCE0, 0xD800]);
        assert_eq!(
            encode(Chars::Two(&lone), Codec::Utf8, "surrogateescape"),
            Err(Refusal::Failed(Failure { start: 1, end: 2, reason: "surrogates not allowed" }))
        );
        assert_eq!(encode(Chars::Two(&lone[..1]), Codec::Utf8, "surrogateescape").unwrap(), b"\xe0");
    }
}
