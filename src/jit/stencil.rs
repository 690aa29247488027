//! Stencils as data: what `build.rs` made of `stencils-wat/`.

/// A wasm value type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ty {
    I32,
    I64,
    F64,
}

/// What goes into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The index of a wasm local: an input, or a scratch local (numbered behind the inputs). 5 bytes.
    Local(u32),
    /// Immediate `n` as a signed 32-bit constant. 5 bytes.
    I32(u32),
    /// Immediate `n` as a signed 64-bit constant. 10 bytes.
    I64(u32),
    /// Immediate `n` as the 8 bytes of a float.
    F64(u32),
    /// Immediate `n` as a memory offset. 5 bytes.
    Offset(u32),
    /// The branch depth of the exit; `n` blocks of the stencil itself surround it. 5 bytes.
    Exit(u32),
    /// The branch depth of the place where exceptions go; as above.
    Raise(u32),
    /// The function index of helper `n`. 5 bytes.
    Helper(u32),
    /// The type index of `(param i32) (result i64)`. 5 bytes.
    EntryType,
}

/// One hole.
#[derive(Clone, Copy, Debug)]
pub struct Hole {
    /// Bytes from the stencil's start.
    pub offset: u32,
    pub kind: HoleKind,
}

/// One micro-operation's wasm. It leaves its results on the wasm stack.
#[derive(Debug)]
pub struct Stencil {
    pub name: &'static str,
    pub params: &'static [Ty],
    pub results: &'static [Ty],
    /// Scratch locals.
    pub locals: &'static [Ty],
    /// Whether it has an exit hole.
    pub exits: bool,
    /// Whether it has a raise hole.
    pub raises: bool,
    /// Whether it stores or calls.
    pub effects: bool,
    pub code: &'static [u8],
    pub holes: &'static [Hole],
    /// Branches of its own (bytes from its start) and whether they are likely to be taken.
    pub hints: &'static [(u32, bool)],
}

/// A stencil's number; the names are constants in [`uop`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StencilId(pub u16);

impl StencilId {
    /// The stencil.
    pub fn get(self) -> &'static Stencil {
        &STENCILS[self.0 as usize]
    }
}

include!(concat!(env!("OUT_DIR"), "/stencils.rs"));

/// Writes `value` as a signed LEB128 number that fills `width` bytes.
pub fn patch_signed(bytes: &mut [u8], value: i64) {
    let last = bytes.len() - 1;
    let mut rest = value;
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = (rest & 0x7F) as u8 | if i < last { 0x80 } else { 0 };
        rest >>= 7;
    }
}

/// Writes `value` as an unsigned LEB128 number that fills `width` bytes.
pub fn patch_unsigned(bytes: &mut [u8], value: u32) {
    let last = bytes.len() - 1;
    let mut rest = value;
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = (rest & 0x7F) as u8 | if i < last { 0x80 } else { 0 };
        rest >>= 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_lie_inside_and_are_padded_numbers() {
        for stencil in &STENCILS {
            for hole in stencil.holes {
                let width = match hole.kind {
                    HoleKind::I64(_) => 10,
                    HoleKind::F64(_) => 8,
                    _ => 5,
                };
                let at = hole.offset as usize;
                let bytes = &stencil.code[at..at + width];
                if width != 8 {
                    assert!(bytes[..width - 1].iter().all(|b| b & 0x80 != 0), "{}", stencil.name);
                    assert_eq!(bytes[width - 1] & 0x80, 0, "{}", stencil.name);
                }
            }
        }
    }

    /// What build.rs read out of the sources is what the compiler made of them.
    #[test]
    fn symbols_are_what_they_name() {
        use crate::heap::kind::KINDS;
        use crate::heap::layout::{AttrEntry, LAYOUTS};
        use crate::heap::statics::{self, STATE};
        let mut known = std::collections::BTreeMap::new();
        for layout in LAYOUTS {
            known.insert(format!("{}.size", layout.name), layout.size as u64);
            for field in layout.fields {
                known.insert(format!("{}.{}", layout.name, field.name), field.offset as u64);
                if layout.name == "VmState" {
                    known.insert(format!("STATE.{}", field.name), (STATE.0 + field.offset) as u64);
                }
            }
        }
        for (kind, name) in KINDS {
            known.insert(format!("class.{name}"), kind.class() as u64);
        }
        for (name, value) in [
            ("STATE", STATE.0 as u64),
            ("NONE", statics::NONE.word()),
            ("TRUE", statics::TRUE.word()),
            ("FALSE", statics::FALSE.word()),
            ("ZERO", statics::ZERO.word()),
            ("NEG_ZERO", statics::NEG_ZERO.word()),
            ("EMPTY_STR", statics::EMPTY_STR.word()),
            ("TYPES", statics::type_at(0) as u64),
            ("CHARS", statics::char_str(0).word()),
            ("NOT_IMPLEMENTED", statics::NOT_IMPLEMENTED.word()),
            ("HEAP", statics::HEAP as u64),
            ("ATTR_CACHE", statics::ATTR_CACHE as u64),
            ("ATTR_CACHE_KEY", (statics::ATTR_CACHE + AttrEntry::LAYOUT.offset_of("key")) as u64),
            ("ATTR_CACHE_OFFSET", (statics::ATTR_CACHE + AttrEntry::LAYOUT.offset_of("offset")) as u64),
            ("ATTR_CACHE_FOUND", (statics::ATTR_CACHE + AttrEntry::LAYOUT.offset_of("found")) as u64),
            ("BUDGET", crate::heap::memory::BUDGET as u64),
            ("RESUME", statics::RESUME_INTERPRETER),
            ("RAISE", statics::RAISE_IN_INTERPRETER),
        ] {
            known.insert(format!("static.{name}"), value);
        }
        let symbols: std::collections::BTreeMap<String, u64> =
            SYMBOLS.iter().map(|(name, value)| (name.to_string(), *value)).collect();
        for (name, value) in &symbols {
            assert_eq!(known.get(name), Some(value), "{name}");
        }
        // And nothing was overlooked.
        for name in known.keys() {
            assert!(symbols.contains_key(name), "{name} is not known to the stencils");
        }
    }

    #[test]
    fn numbers_round_trip() {
        for value in [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN] {
            let mut bytes = [0; 10];
            patch_signed(&mut bytes, value);
            let mut result = 0i64;
            let mut shift = 0;
            for byte in bytes {
                result |= ((byte & 0x7F) as i64).wrapping_shl(shift) & if shift < 64 { -1 } else { 0 };
                shift += 7;
            }
            assert_eq!(result, value);
        }
    }
}
