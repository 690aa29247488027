//! Methods of bytes and bytearrays: case, padding, predicates, translation, hexadecimal text.

use super::find::{is_space, part, receiver};
use super::slots::hex_text;
use super::{bytearray, codecs, view};
use crate::heap::layout::{Str, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::slots::{Args, Method, Sig, class_method, function, method, opt, req};
use crate::objects::str::slots::{count, joined};
use crate::vm::Vm;

/// Methods of both types.
const SHARED: &[Method] = &[
    method("lower", lower, Sig::Exact(0)),
    method("upper", upper, Sig::Exact(0)),
    method("title", title, Sig::Exact(0)),
    method("capitalize", capitalize, Sig::Exact(0)),
    method("swapcase", swapcase, Sig::Exact(0)),
    method("isalpha", isalpha, Sig::Exact(0)),
    method("isalnum", isalnum, Sig::Exact(0)),
    method("isdigit", isdigit, Sig::Exact(0)),
    method("isspace", isspace, Sig::Exact(0)),
    method("isascii", isascii, Sig::Exact(0)),
    method("islower", islower, Sig::Exact(0)),
    method("isupper", isupper, Sig::Exact(0)),
    method("istitle", istitle, Sig::Exact(0)),
    method("strip", strip, Sig::Range(0, 1)),
    method("lstrip", lstrip, Sig::Range(0, 1)),
    method("rstrip", rstrip, Sig::Range(0, 1)),
    method("center", center, Sig::Range(1, 2)),
    method("ljust", ljust, Sig::Range(1, 2)),
    method("rjust", rjust, Sig::Range(1, 2)),
    method("zfill", zfill, Sig::Exact(1)),
    method("expandtabs", expandtabs, Sig::Named(&[opt("tabsize")])),
    method("translate", translate, Sig::Named(&[req(""), opt("delete")])),
    method("hex", hex, Sig::Named(&[opt("sep"), opt("bytes_per_sep")])),
    method("decode", decode, Sig::Named(&[opt("encoding"), opt("errors")])),
    function("maketrans", maketrans, Sig::Exact(2)),
    class_method("fromhex", fromhex, Sig::Exact(1)),
];

const BYTES_TABLES: &[&[Method]] =
    &[SHARED, super::find::METHODS, &[method("__bytes__", to_bytes, Sig::Exact(0))]];
const BYTEARRAY_TABLES: &[&[Method]] = &[SHARED, super::find::METHODS, bytearray::METHODS];

/// The methods of bytes.
pub const BYTES: &[Method] = &joined::<{ count(BYTES_TABLES) }>(BYTES_TABLES);
/// The methods of bytearrays.
pub const BYTEARRAY: &[Method] = &joined::<{ count(BYTEARRAY_TABLES) }>(BYTEARRAY_TABLES);

/// A changed copy of the receiver.
fn changed(vm: &mut Vm, args: Args, change: impl FnOnce(&mut [u8])) -> Res {
    let mut bytes = receiver(vm, args).to_vec();
    change(&mut bytes);
    vm.new_bytes_like(args.get(vm, 0), &bytes)
}

fn lower(vm: &mut Vm, args: Args) -> Res {
    changed(vm, args, |bytes| bytes.make_ascii_lowercase())
}

fn upper(vm: &mut Vm, args: Args) -> Res {
    changed(vm, args, |bytes| bytes.make_ascii_uppercase())
}

fn capitalize(vm: &mut Vm, args: Args) -> Res {
    changed(vm, args, |bytes| {
        bytes.make_ascii_lowercase();
        if let Some(first) = bytes.first_mut() {
            first.make_ascii_uppercase();
        }
    })
}

fn swapcase(vm: &mut Vm, args: Args) -> Res {
    changed(vm, args, |bytes| {
        bytes.iter_mut().filter(|byte| byte.is_ascii_alphabetic()).for_each(|byte| *byte ^= 0x20)
    })
}

fn title(vm: &mut Vm, args: Args) -> Res {
    changed(vm, args, |bytes| {
        let mut in_word = false;
        for byte in bytes {
            let letter = byte.is_ascii_alphabetic();
            if letter && in_word {
                byte.make_ascii_lowercase()
            } else {
                byte.make_ascii_uppercase()
            }
            in_word = letter;
        }
    })
}

fn all(vm: &mut Vm, args: Args, test: fn(&u8) -> bool) -> Res {
    let bytes = receiver(vm, args);
    Ok(vm.bool(!bytes.is_empty() && bytes.iter().all(test)))
}

fn isalpha(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, u8::is_ascii_alphabetic)
}
fn isalnum(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, u8::is_ascii_alphanumeric)
}
fn isdigit(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, u8::is_ascii_digit)
}
fn isspace(vm: &mut Vm, args: Args) -> Res {
    all(vm, args, |byte| is_space(*byte as u32))
}
fn isascii(vm: &mut Vm, args: Args) -> Res {
    let holds = receiver(vm, args).is_ascii();
    Ok(vm.bool(holds))
}
fn islower(vm: &mut Vm, args: Args) -> Res {
    let bytes = receiver(vm, args);
    let holds = bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase);
    Ok(vm.bool(holds))
}
fn isupper(vm: &mut Vm, args: Args) -> Res {
    let bytes = receiver(vm, args);
    let holds = bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase);
    Ok(vm.bool(holds))
}

fn istitle(vm: &mut Vm, args: Args) -> Res {
    let (mut found, mut in_word) = (false, false);
    for byte in receiver(vm, args) {
        let (large, small) = (byte.is_ascii_uppercase(), byte.is_ascii_lowercase());
        if large && in_word || small && !in_word {
            return Ok(statics::FALSE);
        }
        in_word = large || small;
        found |= in_word;
    }
    Ok(vm.bool(found))
}

fn strip_ends(vm: &mut Vm, args: Args, left: bool, right: bool) -> Res {
    let set = match args.opt(vm, 1).filter(|v| *v != statics::NONE) {
        Some(set) => Some(vm.bytes_arg(set)?),
        None => None,
    };
    let drop = |byte: u8| match &set {
        Some(set) => set.contains(&byte),
        None => is_space(byte as u32),
    };
    let bytes = receiver(vm, args);
    let (mut start, mut end) = (0, bytes.len());
    while left && start < end && drop(bytes[start]) {
        start += 1;
    }
    while right && end > start && drop(bytes[end - 1]) {
        end -= 1;
    }
    part(vm, args, start, end)
}

fn strip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, true, true)
}
fn lstrip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, true, false)
}
fn rstrip(vm: &mut Vm, args: Args) -> Res {
    strip_ends(vm, args, false, true)
}

/// Pads the receiver; `split` says how many of the missing bytes go in front, given also the width.
fn pad(vm: &mut Vm, args: Args, name: &str, split: fn(usize, usize) -> usize) -> Res {
    let width = vm.size_arg(args.get(vm, 1))?.max(0) as usize;
    let fill = match args.opt(vm, 2) {
        None => b' ',
        Some(fill) => match view(vm, fill) {
            Some([fill]) => *fill,
            _ => {
                let actual = vm.type_name(fill);
                return Err(vm.type_error(format!(
                    "{name}() argument 2 must be a byte string of length 1, not {actual}"
                )));
            }
        },
    };
    vm.check_text_len(width)?;
    let bytes = receiver(vm, args);
    let missing = width.saturating_sub(bytes.len());
    let left = split(missing, width);
    let mut out = vec![fill; left];
    out.extend_from_slice(bytes);
    out.resize(bytes.len() + missing, fill);
    vm.new_bytes_like(args.get(vm, 0), &out)
}

fn center(vm: &mut Vm, args: Args) -> Res {
    pad(vm, args, "center", |missing, width| missing / 2 + (missing & width & 1))
}
fn ljust(vm: &mut Vm, args: Args) -> Res {
    pad(vm, args, "ljust", |_, _| 0)
}
fn rjust(vm: &mut Vm, args: Args) -> Res {
    pad(vm, args, "rjust", |missing, _| missing)
}

fn zfill(vm: &mut Vm, args: Args) -> Res {
    let width = vm.size_arg(args.get(vm, 1))?.max(0) as usize;
    vm.check_text_len(width)?;
    let bytes = receiver(vm, args);
    let signed = matches!(bytes.first(), Some(b'+' | b'-')) as usize;
    let mut out = bytes[..signed].to_vec();
    out.resize(signed + width.saturating_sub(bytes.len()), b'0');
    out.extend_from_slice(&bytes[signed..]);
    vm.new_bytes_like(args.get(vm, 0), &out)
}

fn expandtabs(vm: &mut Vm, args: Args) -> Res {
    let size = vm.size_arg_or(args.opt(vm, 1), 8)?;
    let mut out = Vec::new();
    let mut column = 0i64;
    let bytes = receiver(vm, args).to_vec();
    for byte in bytes {
        if byte == b'\t' {
            if size > 0 {
                let spaces = size - column % size;
                vm.check_text_len(out.len().saturating_add(spaces as usize))?;
                column += spaces;
                out.resize(out.len() + spaces as usize, b' ');
            }
        } else {
            out.push(byte);
            column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
        }
    }
    vm.new_bytes_like(args.get(vm, 0), &out)
}

fn translate(vm: &mut Vm, args: Args) -> Res {
    let table = match args.get(vm, 1) {
        table if table == statics::NONE => None,
        table => Some(vm.bytes_arg(table)?),
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let deleted = match args.opt(vm, 2) {
        Some(deleted) => vm.bytes_arg(deleted)?,
        None => Vec::new(),
    };
    let map = |byte: &u8| table.as_ref().map_or(*byte, |table| table[*byte as usize]);
    let kept = receiver(vm, args).iter().filter(|byte| !deleted.contains(byte));
    let out: Vec<u8> = kept.map(map).collect();
    vm.new_bytes_like(args.get(vm, 0), &out)
}

fn maketrans(vm: &mut Vm, args: Args) -> Res {
    let from = vm.bytes_arg(args.get(vm, 0))?;
    let to = vm.bytes_arg(args.get(vm, 1))?;
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[from as usize] = to;
    }
    vm.new_bytes(&table)
}

fn hex(vm: &mut Vm, args: Args) -> Res {
    let (separator, group) = hex_args(vm, args)?;
    let text = hex_text(receiver(vm, args), separator, group);
    vm.new_str_ascii(text.as_bytes())
}

/// The separator and the size of groups that `hex` is given.
pub(super) fn hex_args(vm: &mut Vm, args: Args) -> Res<(Option<u8>, i64)> {
    let separator = match args.opt(vm, 1) {
        None => None,
        Some(v) => {
            let point = match (vm.as_str(v), view(vm, v)) {
                (Some(s), _) if s.len(&vm.heap) == 1 => s.char_at(&vm.heap, 0),
                (None, Some([byte])) => *byte as u32,
                (None, None) => {
                    let name = vm.type_name(v);
                    return Err(vm.type_error(format!("object of type '{name}' has no len()")));
                }
                _ => return Err(vm.value_error("sep must be length 1.")),
            };
            if point >= 0x80 {
                return Err(vm.value_error("sep must be ASCII."));
            }
            Some(point as u8)
        }
    };
    let group = vm.size_arg_or(args.opt(vm, 2), 1)?;
    Ok((separator, group))
}

fn fromhex(vm: &mut Vm, args: Args) -> Res {
    let (class, text) = (args.get(vm, 0), args.get(vm, 1));
    let text: Str = vm.str_arg(text, "fromhex() argument")?;
    let points: Vec<u32> = text.chars(&vm.heap).points().collect();
    let digit =
        |at: usize| points.get(at).and_then(|point| char::from_u32(*point)).and_then(|c| c.to_digit(16));
    let mut out = Vec::with_capacity(points.len() / 2);
    let mut at = 0;
    while at < points.len() {
        if is_space(points[at]) {
            at += 1;
            continue;
        }
        match (digit(at), digit(at + 1)) {
            (Some(high), Some(low)) => out.push((high << 4 | low) as u8),
            (high, _) => {
                let place = at + high.is_some() as usize;
                return Err(vm.value_error(format!(
                    "non-hexadecimal number found in fromhex() arg at position {place}"
                )));
            }
        }
        at += 2;
    }
    let array = Type(class.offset()).kind(&vm.heap) == Kind::BYTEARRAY.0;
    let made = if array { vm.new_bytearray(&out)? } else { vm.new_bytes(&out)? };
    if vm.class_of(made) == class.offset() { Ok(made) } else { vm.call(class, &[made]) }
}

fn decode(vm: &mut Vm, args: Args) -> Res {
    let (encoding, errors) = codecs::codec_args(vm, args, "decode")?;
    let bytes = receiver(vm, args).to_vec();
    vm.decode_bytes(&bytes, encoding, errors)
}

fn to_bytes(vm: &mut Vm, args: Args) -> Res {
    let v: Value = args.get(vm, 0);
    if vm.is_exact(v, Kind::BYTES) {
        return Ok(v);
    }
    let content = receiver(vm, args).to_vec();
    vm.new_bytes(&content)
}
