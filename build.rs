//! Assembles the stencils (`stencils-wat/*.wat`) into bytes and hole tables, `$OUT_DIR/stencils.rs`.
//!
//! A stencil is one function of a WAT file. Before assembly,
//! - `{Layout.field}` becomes the field's offset as `src/heap/layout.rs` declares it, `{STATE.field}` its absolute
//!   offset in the shared state, `{static.NAME}` a constant of the table `STATICS` below;
//! - `offset=$o0` … become sentinels for holes that are memory offsets;
//! - a prelude is put in front: memory, table, helpers (from `src/jit/helpers.rs`), and the globals and functions
//!   that stand for holes (see `stencils-wat/README.md`).
//!
//! After validation each hole is widened to its longest LEB128 form, so that patching never moves a byte. The build
//! fails on a sentinel that is no declared hole, a hole that cannot be found, a parameter that is assigned, or a guard
//! behind an effect.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use wasmparser::{BlockType, KnownCustom, Name, Operator, Parser, Payload, Validator};

/// Offsets of the first words of the static area that stencils compare with (`heap::statics`, tested there).
const STATICS: &[(&str, u64)] = &[
    ("STATE", 0x40),
    ("NONE", 0x1000),
    ("TRUE", 0x1020),
    ("FALSE", 0x1040),
    ("NOT_IMPLEMENTED", 0x1060),
    ("EMPTY_STR", 0x1100),
    ("ZERO", 0x10A0),
    ("NEG_ZERO", 0x10C0),
    ("TYPES", 0x2000),
    ("CHARS", 0x2_2000),
    ("HEAP", 0x0520_0000),
    ("ATTR_CACHE", 0x4_0000),
    ("ATTR_CACHE_KEY", 0x4_0008),
    ("ATTR_CACHE_OFFSET", 0x4_000C),
    ("ATTR_CACHE_FOUND", 0x4_0010),
    ("RESUME", 8),
    ("RAISE", 16),
    // In the private memory.
    ("BUDGET", 0),
];
/// Sentinel of the offset hole `$o0`; the others follow.
const OFFSET_SENTINEL: u64 = 0x7E00_0000;
/// Numbered holes of each family.
const NUMBERED: u32 = 6;

fn main() {
    println!("cargo::rerun-if-changed=stencils-wat");
    println!("cargo::rerun-if-changed=src/heap/layout.rs");
    println!("cargo::rerun-if-changed=src/heap/kind.rs");
    println!("cargo::rerun-if-changed=src/jit/helpers.rs");
    let layouts = read_layouts(&fs::read_to_string("src/heap/layout.rs").expect("layout.rs"));
    let kinds = read_kinds(&fs::read_to_string("src/heap/kind.rs").expect("kind.rs"));
    let helpers = read_helpers(&fs::read_to_string("src/jit/helpers.rs").expect("helpers.rs"));
    let mut files: Vec<_> = fs::read_dir("stencils-wat")
        .expect("stencils-wat")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "wat"))
        .collect();
    files.sort();
    let mut out = Output::default();
    for path in files {
        let source = fs::read_to_string(&path).expect("a stencil file");
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        assemble(&name, &source, &layouts, &kinds, &helpers, &mut out);
    }
    let dir = env::var("OUT_DIR").expect("OUT_DIR");
    fs::write(Path::new(&dir).join("stencils.rs"), out.finish(&helpers, &layouts, &kinds))
        .expect("writing stencils.rs");
}

type Layouts = BTreeMap<String, u64>;

/// `Layout.field` → offset, and `Layout.size`.
fn read_layouts(source: &str) -> Layouts {
    let mut offsets = Layouts::new();
    let mut current = String::new();
    for line in source.lines() {
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        if let Some((head, "{")) = line.rsplit_once(' ') {
            if let Some((name, size)) = head.split_once(" [") {
                current = name.to_string();
                if let Ok(size) = size.trim_end_matches(']').parse() {
                    offsets.insert(format!("{current}.size"), size);
                }
            }
        } else if let Some((left, right)) = line.split_once(" = ")
            && let Some((names, _kind)) = left.split_once(':')
            && let Some((get, set)) = names.split_once(' ')
            && set.starts_with("set_")
            && let Ok(offset) = right.trim_end_matches(',').parse()
        {
            offsets.insert(format!("{current}.{get}"), offset);
            if current == "VmState" {
                offsets.insert(format!("STATE.{get}"), offset + 0x40);
            }
        }
    }
    offsets
}

/// The offset of each kind's own type object.
fn read_kinds(source: &str) -> Layouts {
    let mut kinds = Layouts::new();
    for line in source.lines() {
        if let Some((name, rest)) = line.trim().split_once(" = ")
            && let Some((number, _layout)) = rest.split_once(", ")
            && let Ok(number) = number.parse::<u64>()
        {
            kinds.insert(name.to_string(), 0x2000 + number * 256);
        }
    }
    kinds
}

struct Helper {
    effect: String,
    name: String,
    params: Vec<&'static str>,
    result: &'static str,
}

fn wasm_type(rust: &str) -> &'static str {
    match rust.trim() {
        "u32" => "i32",
        "u64" => "i64",
        "f64" => "f64",
        other => panic!("helpers.rs: no wasm type for {other}"),
    }
}

fn read_helpers(source: &str) -> Vec<Helper> {
    let table = source.split("$callback! {").nth(1).expect("the helper table");
    let table = table.split("\n        }\n").next().expect("its end");
    let mut helpers = Vec::new();
    let text: String = table.lines().filter(|l| !l.trim().starts_with("//")).collect::<Vec<_>>().join(" ");
    for row in text.split(';').map(str::trim).filter(|row| !row.is_empty()) {
        let (head, result) = row.split_once("->").expect("a helper's result");
        let (head, params) =
            head.trim().trim_end_matches(')').split_once('(').expect("a helper's parameters");
        let (effect, name) = head.split_once(' ').expect("a helper's effect");
        helpers.push(Helper {
            effect: effect.to_string(),
            name: name.to_string(),
            params: params
                .split(',')
                .filter(|p| !p.trim().is_empty())
                .map(|p| wasm_type(p.split_once(':').expect("a parameter's type").1))
                .collect(),
            result: wasm_type(result),
        });
    }
    helpers
}

/// The text with `{…}` and `offset=$oN` replaced.
fn substitute(file: &str, source: &str, layouts: &Layouts, kinds: &Layouts) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find('{') {
        let end = start + rest[start..].find('}').unwrap_or_else(|| panic!("{file}: unclosed {{"));
        let name = &rest[start + 1..end];
        let value = if let Some(constant) = name.strip_prefix("static.") {
            STATICS.iter().find(|(n, _)| *n == constant).map(|(_, v)| *v)
        } else if let Some(kind) = name.strip_prefix("class.") {
            kinds.get(kind).copied()
        } else {
            layouts.get(name).copied()
        };
        let value = value.unwrap_or_else(|| panic!("{file}: {{{name}}} is declared nowhere"));
        text.push_str(&rest[..start]);
        write!(text, "{value}").expect("a string");
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    for n in 0..NUMBERED {
        text = text.replace(&format!("offset=$o{n}"), &format!("offset={}", OFFSET_SENTINEL + n as u64));
    }
    text
}

/// What stands in front of every family. The order of the imports is what `classify_call` and `hole_global` count on.
fn prelude(helpers: &[Helper]) -> String {
    let mut text = String::from(
        "(module (type $entry (func (param i32) (result i64)))\n(import \"m\" \"memory\" (memory 1))\n\
         (import \"m\" \"private\" (memory $private 1))\n\
         (import \"m\" \"table\" (table 1 funcref))\n",
    );
    for (letter, ty) in [("i", "i32"), ("w", "i64")] {
        for n in 0..NUMBERED {
            writeln!(text, "(import \"hole\" \"{letter}{n}\" (global ${letter}{n} {ty}))").expect("a string");
        }
    }
    text.push_str("(import \"hole\" \"d0\" (global $d0 f64))\n");
    text.push_str("(import \"hole\" \"exit_if\" (func $exit_if (param i32)))\n");
    text.push_str("(import \"hole\" \"raise_if\" (func $raise_if (param i32)))\n");
    text.push_str("(import \"hole\" \"likely\" (func $likely (param i32) (result i32)))\n");
    text.push_str("(import \"hole\" \"unlikely\" (func $unlikely (param i32) (result i32)))\n");
    for helper in helpers {
        writeln!(
            text,
            "(import \"h\" \"{0}\" (func ${0} (param {1}) (result {2})))",
            helper.name,
            helper.params.join(" "),
            helper.result
        )
        .expect("a string");
    }
    text
}

const EXIT_IF: u32 = 0;
const RAISE_IF: u32 = 1;
const LIKELY: u32 = 2;
const UNLIKELY: u32 = 3;
const FIRST_HELPER: u32 = 4;

struct Hole {
    offset: usize,
    kind: String,
}

#[derive(Default)]
struct Output {
    table: String,
    ids: String,
    count: usize,
}

fn ty(t: wasmparser::ValType) -> &'static str {
    match t {
        wasmparser::ValType::I32 => "Ty::I32",
        wasmparser::ValType::I64 => "Ty::I64",
        wasmparser::ValType::F64 => "Ty::F64",
        other => panic!("no stencil uses {other}"),
    }
}

fn assemble(
    file: &str,
    source: &str,
    layouts: &Layouts,
    kinds: &Layouts,
    helpers: &[Helper],
    out: &mut Output,
) {
    let text = format!("{}{}\n)", prelude(helpers), substitute(file, source, layouts, kinds));
    let wasm = wat::parse_str(&text).unwrap_or_else(|e| panic!("stencils-wat/{file}: {e}"));
    Validator::new().validate_all(&wasm).unwrap_or_else(|e| panic!("stencils-wat/{file}: {e}"));
    let mut types = Vec::new();
    let mut functions = Vec::new();
    let mut bodies = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(&wasm) {
        match payload.expect("validated") {
            Payload::TypeSection(section) => {
                types = section.into_iter_err_on_gc_types().map(|t| t.expect("validated")).collect();
            }
            Payload::FunctionSection(section) => {
                functions = section.into_iter().map(|f| f.expect("validated")).collect()
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(reader) = section.as_known() {
                    for name in reader {
                        if let Ok(Name::Function(map)) = name {
                            for naming in map {
                                let naming = naming.expect("a name");
                                names.insert(naming.index, naming.name.to_string());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let imported = FIRST_HELPER + helpers.len() as u32;
    for (i, body) in bodies.iter().enumerate() {
        let index = imported + i as u32;
        let name =
            names.get(&index).unwrap_or_else(|| panic!("stencils-wat/{file}: a stencil without a name"));
        let signature: &wasmparser::FuncType = &types[functions[i] as usize];
        let stencil = Stencil { file, name, signature, helpers, wasm: &wasm };
        stencil.emit(body, out);
    }
}

struct Stencil<'a> {
    file: &'a str,
    name: &'a str,
    signature: &'a wasmparser::FuncType,
    helpers: &'a [Helper],
    wasm: &'a [u8],
}

impl Stencil<'_> {
    fn fail(&self, what: &str) -> ! {
        panic!("stencils-wat/{}: ${}: {what}", self.file, self.name)
    }

    fn emit(&self, body: &wasmparser::FunctionBody<'_>, out: &mut Output) {
        let params = self.signature.params();
        let mut locals = Vec::new();
        for local in body.get_locals_reader().expect("validated") {
            let (count, ty) = local.expect("validated");
            locals.extend(std::iter::repeat_n(ty, count as usize));
        }
        let mut code = Vec::new();
        let mut holes: Vec<Hole> = Vec::new();
        let mut depth = 0u32;
        let mut effect = false;
        let mut hints: Vec<(usize, bool)> = Vec::new();
        let mut hint: Option<bool> = None;
        let (mut exits, mut raises, mut effects) = (false, false, false);
        let reader = body.get_operators_reader().expect("validated");
        let operators: Vec<(Operator, usize)> =
            reader.into_iter_with_offsets().collect::<Result<_, _>>().expect("validated");
        let end = body.range().end;
        for (i, (operator, start)) in operators.iter().enumerate() {
            let stop = operators.get(i + 1).map_or(end, |(_, next)| *next);
            let raw = &self.wasm[*start..stop];
            let mut hole = |code: &mut Vec<u8>, opcode: u8, width: usize, kind: String| {
                code.push(opcode);
                holes.push(Hole { offset: code.len(), kind });
                code.extend(std::iter::repeat_n(0x80, width - 1));
                code.push(0);
            };
            if let Some(likely) = hint.take() {
                if !matches!(operator, Operator::If { .. } | Operator::BrIf { .. }) {
                    self.fail("$likely or $unlikely not in front of a branch");
                }
                hints.push((code.len(), likely));
            }
            match operator {
                Operator::LocalGet { local_index } => {
                    hole(&mut code, 0x20, 5, format!("HoleKind::Local({local_index})"));
                }
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    if (*local_index as usize) < params.len() {
                        self.fail("assigns a parameter");
                    }
                    hole(&mut code, raw[0], 5, format!("HoleKind::Local({local_index})"));
                }
                Operator::GlobalGet { global_index } => {
                    let n = *global_index;
                    if n < NUMBERED {
                        hole(&mut code, 0x41, 5, format!("HoleKind::I32({n})"));
                    } else if n < 2 * NUMBERED {
                        hole(&mut code, 0x42, 10, format!("HoleKind::I64({})", n - NUMBERED));
                    } else {
                        code.push(0x44);
                        holes.push(Hole { offset: code.len(), kind: "HoleKind::F64(0)".into() });
                        code.extend([0; 8]);
                    }
                }
                Operator::Call { function_index } => match *function_index {
                    EXIT_IF => {
                        if effect {
                            self.fail("a guard behind an effect");
                        }
                        exits = true;
                        hole(&mut code, 0x0D, 5, format!("HoleKind::Exit({depth})"));
                    }
                    RAISE_IF => {
                        raises = true;
                        hole(&mut code, 0x0D, 5, format!("HoleKind::Raise({depth})"));
                    }
                    LIKELY | UNLIKELY => hint = Some(*function_index == LIKELY),
                    other => {
                        let Some(helper) = self.helpers.get((other - FIRST_HELPER) as usize) else {
                            self.fail("calls another stencil");
                        };
                        if helper.effect != "pure" {
                            (effect, effects) = (true, true);
                        }
                        hole(&mut code, 0x10, 5, format!("HoleKind::Helper({})", other - FIRST_HELPER));
                    }
                },
                Operator::CallIndirect { .. } => {
                    (effect, effects) = (true, true);
                    hole(&mut code, 0x11, 5, "HoleKind::EntryType".into());
                    code.push(0);
                }
                Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
                    if matches!(blockty, BlockType::FuncType(_)) {
                        self.fail("a block with parameters");
                    }
                    depth += 1;
                    code.extend(raw);
                }
                Operator::End => {
                    if depth > 0 {
                        code.extend(raw);
                        depth -= 1;
                    }
                }
                Operator::Return => {
                    if self.signature.results() != [wasmparser::ValType::I64] {
                        self.fail("`return` in a stencil whose result is not i64");
                    }
                    code.extend(raw);
                }
                _ => {
                    if let Some((offset, store)) = memory_offset(operator) {
                        if store {
                            (effect, effects) = (true, true);
                        }
                        if offset >= OFFSET_SENTINEL {
                            let n = offset - OFFSET_SENTINEL;
                            if n >= NUMBERED as u64 {
                                self.fail("an offset that is no declared hole");
                            }
                            code.extend(&raw[..2]);
                            holes.push(Hole { offset: code.len(), kind: format!("HoleKind::Offset({n})") });
                            code.extend([0x80, 0x80, 0x80, 0x80, 0]);
                            continue;
                        }
                    }
                    code.extend(raw);
                }
            }
        }
        let list =
            |types: &[wasmparser::ValType]| types.iter().map(|t| ty(*t)).collect::<Vec<_>>().join(", ");
        let bytes = code.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
        let table = holes
            .iter()
            .map(|h| format!("Hole {{ offset: {}, kind: {} }}", h.offset, h.kind))
            .collect::<Vec<_>>()
            .join(", ");
        writeln!(
            out.table,
            "    Stencil {{ name: {:?}, params: &[{}], results: &[{}], locals: &[{}], exits: {exits}, raises: {raises}, \
             effects: {effects}, code: &[{bytes}], holes: &[{table}], hints: &{hints:?} }},",
            self.name,
            list(params),
            list(self.signature.results()),
            list(&locals),
        )
        .expect("a string");
        writeln!(
            out.ids,
            "    pub const {}: StencilId = StencilId({});",
            self.name.to_uppercase(),
            out.count
        )
        .expect("a string");
        out.count += 1;
    }
}

/// The offset of a memory access, and whether it stores.
fn memory_offset(operator: &Operator<'_>) -> Option<(u64, bool)> {
    use Operator::*;
    match operator {
        I32Load { memarg }
        | I64Load { memarg }
        | F64Load { memarg }
        | I32Load8U { memarg }
        | I32Load16U { memarg }
        | I32Load8S { memarg }
        | I32Load16S { memarg }
        | I64Load8U { memarg }
        | I64Load32U { memarg }
        | I64Load32S { memarg } => Some((memarg.offset, false)),
        I32Store { memarg }
        | I64Store { memarg }
        | F64Store { memarg }
        | I32Store8 { memarg }
        | I32Store16 { memarg }
        | I64Store32 { memarg } => Some((memarg.offset, true)),
        MemoryCopy { .. } | MemoryFill { .. } => Some((0, true)),
        _ => None,
    }
}

impl Output {
    fn finish(self, helpers: &[Helper], layouts: &Layouts, kinds: &Layouts) -> String {
        let mut text = String::from("// Generated by build.rs from stencils-wat/.\n\n");
        write!(text, "pub static STENCILS: [Stencil; {}] = [\n{}];\n\n", self.count, self.table)
            .expect("a string");
        write!(
            text,
            "/// The stencils by name.\npub mod uop {{\n    use super::StencilId;\n{}}}\n\n",
            self.ids
        )
        .expect("a string");
        let statics = STATICS.iter().map(|(name, value)| (format!("static.{name}"), *value));
        let classes = kinds.iter().map(|(name, value)| (format!("class.{name}"), *value));
        let symbols: Vec<(String, u64)> = layouts
            .iter()
            .map(|(name, value)| (name.clone(), *value))
            .chain(statics)
            .chain(classes)
            .collect();
        write!(
            text,
            "/// What `{{…}}` in a stencil may name, and what stood for it.\n#[cfg(test)]\n\
             pub static SYMBOLS: &[(&str, u64)] = &{symbols:?};\n\n"
        )
        .expect("a string");
        let rows: String = helpers
            .iter()
            .map(|h| {
                let params = h.params.iter().map(|p| format!("Ty::{}", p.to_uppercase())).collect::<Vec<_>>();
                format!("    ({:?}, &[{}], Ty::{}),\n", h.name, params.join(", "), h.result.to_uppercase())
            })
            .collect();
        write!(
            text,
            "/// The helpers: name, parameters, result.\npub static HELPERS: [(&str, &[Ty], Ty); {}] = [\n{rows}];\n",
            helpers.len()
        )
        .expect("a string");
        text
    }
}
