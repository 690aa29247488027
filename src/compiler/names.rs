//! Interned identifiers. Every name that the compiler handles is a [`Name`], a small index into one
//! [`Interner`], so that symbol tables and scopes compare and hash integers instead of strings.

use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use crate::bytecode::PyStr;

/// An interned identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Name(pub u32);

/// The multiplicative hash that rustc uses: good enough for identifiers and small integers, and cheap.
#[derive(Default, Clone, Copy)]
pub struct FastHasher(u64);

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

impl FastHasher {
    #[inline]
    fn mix(&mut self, v: u64) {
        self.0 = (self.0.rotate_left(5) ^ v).wrapping_mul(SEED);
    }
}

impl Hasher for FastHasher {
    #[inline]
    fn finish(&self) -> u64 {
        // Hash tables take their buckets from the low bits and their tags from the high ones.
        self.0 ^ (self.0 >> 29)
    }
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for c in &mut chunks {
            let mut b = [0u8; 8];
            b.copy_from_slice(c);
            self.mix(u64::from_le_bytes(b));
        }
        let mut tail = 0u64;
        for &b in chunks.remainder() {
            tail = (tail << 8) | u64::from(b);
        }
        self.mix(tail ^ ((bytes.len() as u64) << 56));
    }
    #[inline]
    fn write_u8(&mut self, v: u8) {
        self.mix(u64::from(v));
    }
    #[inline]
    fn write_u32(&mut self, v: u32) {
        self.mix(u64::from(v));
    }
    #[inline]
    fn write_u64(&mut self, v: u64) {
        self.mix(v);
    }
    #[inline]
    fn write_usize(&mut self, v: usize) {
        self.mix(v as u64);
    }
}

/// The hasher of all the compiler's tables.
pub type FastBuild = BuildHasherDefault<FastHasher>;
/// A hash map keyed by small things.
pub type FastMap<K, V> = std::collections::HashMap<K, V, FastBuild>;
/// A hash set of small things.
pub type FastSet<K> = std::collections::HashSet<K, FastBuild>;

macro_rules! known_names {
    ($($konst:ident = $text:expr;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Known { $($konst),* }
        /// Names that the compiler itself refers to, interned first and so known as constants.
        #[allow(missing_docs)]
        pub mod known {
            use super::{Known, Name};
            $(pub const $konst: Name = Name(Known::$konst as u32);)*
        }
        const KNOWN: &[&str] = &[$($text),*];
    };
}

known_names! {
    ANON_LAMBDA = "<lambda>";
    GENEXPR = "<genexpr>";
    LISTCOMP = "<listcomp>";
    SETCOMP = "<setcomp>";
    DICTCOMP = "<dictcomp>";
    MODULE = "<module>";
    CLASS_ = "__class__";
    CLASSDICT = "__classdict__";
    CLASSCELL = "__classcell__";
    CLASSDICTCELL = "__classdictcell__";
    NAME_ = "__name__";
    MODULE_ = "__module__";
    QUALNAME_ = "__qualname__";
    FIRSTLINENO = "__firstlineno__";
    STATIC_ATTRIBUTES = "__static_attributes__";
    DOC = "__doc__";
    ANNOTATIONS = "__annotations__";
    TYPE_PARAMS_ = "__type_params__";
    DOT_TYPE_PARAMS = ".type_params";
    GENERIC_BASE = ".generic_base";
    DEFAULTS = ".defaults";
    KWDEFAULTS = ".kwdefaults";
    DOT_ZERO = ".0";
    SUPER = "super";
    DEBUG = "__debug__";
    RETURN = "return";
    JOIN = "join";
    EMPTY = "";
    STAR = "*";
    SELF_ = "self";
}

/// The table of identifiers of one compilation.
pub struct Interner {
    map: FastMap<Rc<str>, Name>,
    strs: Vec<PyStr>,
}

impl Default for Interner {
    fn default() -> Self {
        Self::new()
    }
}

impl Interner {
    /// A table holding the compiler's own names.
    pub fn new() -> Self {
        let mut t = Interner { map: FastMap::default(), strs: Vec::with_capacity(256) };
        t.map.reserve(256);
        for s in KNOWN {
            t.intern(s);
        }
        t
    }

    /// The name for `s`, adding it when it is new.
    pub fn intern(&mut self, s: &str) -> Name {
        if let Some(&n) = self.map.get(s) {
            return n;
        }
        let n = Name(self.strs.len() as u32);
        let text: Rc<str> = s.into();
        self.strs.push(PyStr::from(text.clone()));
        self.map.insert(text, n);
        n
    }

    /// Whether the program uses `text` as a name.
    pub fn has(&self, text: &PyStr) -> bool {
        text.as_str().is_some_and(|text| self.map.contains_key(text))
    }

    /// The text of a name. Names always come from this table, so there is always one.
    #[inline]
    pub fn str(&self, n: Name) -> &str {
        self.strs.get(n.0 as usize).and_then(|s| s.as_str()).unwrap_or("")
    }

    /// The text of a name as a (cheaply cloned) Python string.
    #[inline]
    pub fn pystr(&self, n: Name) -> PyStr {
        self.strs.get(n.0 as usize).cloned().unwrap_or_else(|| PyStr::from(""))
    }

    /// Private name mangling: `__x` inside class `_C` becomes `_C__x`.
    pub fn mangle(&mut self, class: Option<Name>, n: Name) -> Name {
        let Some(class) = class else { return n };
        let Some(text) = mangled(self.str(class), self.str(n)) else { return n };
        self.intern(&text)
    }
}

/// The name that `name` stands for in the class `class`, if it is private there and so another.
pub fn mangled(class: &str, name: &str) -> Option<String> {
    let stripped = class.trim_start_matches('_');
    let private = name.starts_with("__") && !name.ends_with("__") && !name.contains('.');
    (private && !stripped.is_empty()).then(|| format!("_{stripped}{name}"))
}
