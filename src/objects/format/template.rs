//! `str.format` and `str.format_map`: replacement fields in braces.

use super::spec::{number, shown};
use crate::heap::layout::Str;
use crate::heap::statics::EMPTY_STR;
use crate::heap::{Kind, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::{Args, Method, Sig, method};
use crate::objects::str::{Chars, StrBuf};
use crate::vm::Vm;

pub const STR_METHODS: &[Method] =
    &[method("format", format, Sig::Any), method("format_map", format_map, Sig::Exact(1))];

/// How many levels of fields may nest: a field's specification may hold fields.
const LEVELS: u32 = 2;

/// Where fields get their values.
enum Source {
    Call { args: Args, keywords: Vec<(Value, Value)> },
    Mapping(Value),
}

/// Whether fields are numbered by hand.
#[derive(Clone, Copy, PartialEq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter {
    /// The template, kept alive by the caller.
    template: Str,
    source: Source,
    numbering: Numbering,
}

/// A replacement field: ranges of the template.
struct Field {
    name: (usize, usize),
    conversion: u32,
    spec: (usize, usize),
    /// The specification holds fields itself.
    nested: bool,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

/// Parses a field from behind its brace on; the field and where the text goes on.
fn parse_field(chars: Chars<'_>, start: usize, end: usize) -> Result<(Field, usize), &'static str> {
    let mut at = start;
    let mut stop = 0;
    while at < end && stop == 0 {
        let c = chars.at(at);
        at += 1;
        match char::from_u32(c) {
            Some('{') => return Err("unexpected '{' in field name"),
            Some('[') => {
                while at < end && chars.at(at) != ']' as u32 {
                    at += 1;
                }
            }
            Some('}' | ':' | '!') => stop = c,
            _ => {}
        }
    }
    if stop == 0 {
        return Err("expected '}' before end of string");
    }
    let mut field = Field { name: (start, at - 1), conversion: 0, spec: (at, at), nested: false };
    if stop == CLOSE {
        return Ok((field, at));
    }
    if stop == '!' as u32 {
        if at >= end {
            return Err("end of string while looking for conversion specifier");
        }
        field.conversion = chars.at(at);
        at += 1;
        if at < end {
            let c = chars.at(at);
            at += 1;
            if c == CLOSE {
                field.spec = (at, at);
                return Ok((field, at));
            }
            if c != ':' as u32 {
                return Err("expected ':' after conversion specifier");
            }
        }
    }
    let spec_start = at;
    let mut depth = 1;
    while at < end {
        let c = chars.at(at);
        at += 1;
        if c == OPEN {
            field.nested = true;
            depth += 1;
        } else if c == CLOSE {
            depth -= 1;
            if depth == 0 {
                field.spec = (spec_start, at - 1);
                return Ok((field, at));
            }
        }
    }
    Err("unmatched '{' in format spec")
}

impl Formatter {
    fn chars<'a>(&self, vm: &'a Vm) -> Chars<'a> {
        self.template.chars(&vm.heap)
    }

    /// Appends the template's part from `start` to `end` with its fields filled in.
    fn render(&mut self, vm: &mut Vm, out: &mut StrBuf, start: usize, end: usize, levels: u32) -> Res<()> {
        if levels == 0 {
            return Err(vm.value_error("Max string recursion exceeded"));
        }
        let mut at = start;
        while at < end {
            let chars = self.chars(vm);
            let literal = at;
            let mut brace = 0;
            while at < end && brace == 0 {
                let c = chars.at(at);
                at += 1;
                if c == OPEN || c == CLOSE {
                    brace = c;
                }
            }
            if brace == 0 {
                out.push_chars(chars.slice(literal, at));
                return Ok(());
            }
            let doubled = at < end && chars.at(at) == brace;
            if brace == CLOSE && !doubled {
                return Err(vm.value_error("Single '}' encountered in format string"));
            }
            if at >= end {
                return Err(vm.value_error("Single '{' encountered in format string"));
            }
            if doubled {
                out.push_chars(chars.slice(literal, at));
                at += 1;
                continue;
            }
            out.push_chars(chars.slice(literal, at - 1));
            let (field, next) = match parse_field(chars, at, end) {
                Ok(parsed) => parsed,
                Err(message) => return Err(vm.value_error(message)),
            };
            at = next;
            self.render_field(vm, out, field, levels)?;
        }
        Ok(())
    }

    fn render_field(&mut self, vm: &mut Vm, out: &mut StrBuf, field: Field, levels: u32) -> Res<()> {
        let scope = vm.open_roots();
        let result = self.field_text(vm, field, levels);
        vm.close_roots(scope);
        let text = result?;
        vm.check_text_len(out.len())?;
        out.push_chars(vm.chars(text));
        Ok(())
    }

    fn field_text(&mut self, vm: &mut Vm, field: Field, levels: u32) -> Res {
        let mut value = self.field_value(vm, field.name)?;
        vm.root(value);
        if field.conversion != 0 {
            value = match char::from_u32(field.conversion) {
                Some('r') => vm.repr(value)?,
                Some('s') => vm.str(value)?,
                Some('a') => vm.ascii(value)?,
                _ => {
                    let shown = shown(field.conversion);
                    return Err(vm.value_error(format!("Unknown conversion specifier {shown}")));
                }
            };
            vm.root(value);
        }
        let (start, end) = field.spec;
        let spec = if field.nested {
            let mut expanded = StrBuf::new();
            self.render(vm, &mut expanded, start, end, levels - 1)?;
            vm.new_str_buf(&expanded)?
        } else if start == end {
            EMPTY_STR
        } else {
            vm.str_slice(self.template.value(), start as u32, end as u32)?
        };
        vm.root(spec);
        vm.format(value, spec)
    }

    /// The value that a field's name leads to.
    fn field_value(&mut self, vm: &mut Vm, (start, end): (usize, usize)) -> Res {
        let chars = self.chars(vm);
        let mut at = start;
        while at < end && !matches!(chars.at(at), 0x2E | 0x5B) {
            at += 1;
        }
        let mut value = self.first_value(vm, start, at)?;
        while at < end {
            let by_attribute = self.chars(vm).at(at) == '.' as u32;
            let from = at + 1;
            at = from;
            if by_attribute {
                let chars = self.chars(vm);
                while at < end && !matches!(chars.at(at), 0x2E | 0x5B) {
                    at += 1;
                }
            } else {
                let chars = self.chars(vm);
                while at < end && chars.at(at) != ']' as u32 {
                    at += 1;
                }
                if at == end {
                    return Err(vm.value_error("Missing ']' in format string"));
                }
            }
            let to = at;
            if !by_attribute {
                at += 1;
            }
            if from == to {
                return Err(vm.value_error("Empty attribute in format string"));
            }
            if !by_attribute && at < end && !matches!(self.chars(vm).at(at), 0x2E | 0x5B) {
                return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier"));
            }
            vm.root(value);
            value = if by_attribute {
                let name = vm.str_slice(self.template.value(), from as u32, to as u32)?;
                let name = vm.intern_value(name)?;
                vm.get_attr(value, name)?
            } else {
                let key = match self.whole_number(vm, from, to)? {
                    Some(index) => Value::int(index as i64),
                    None => vm.str_slice(self.template.value(), from as u32, to as u32)?,
                };
                vm.root(key);
                vm.get_item(value, key)?
            };
        }
        Ok(value)
    }

    /// The number that the template's part spells, if it does.
    fn whole_number(&self, vm: &mut Vm, start: usize, end: usize) -> Res<Option<usize>> {
        let part = self.chars(vm).slice(start, end);
        let mut at = 0;
        match number(part, &mut at) {
            Ok(value) if at == part.len() => Ok(value),
            Ok(_) => Ok(None),
            Err(message) => Err(vm.value_error(message)),
        }
    }

    /// The argument that the first part of a field's name means.
    fn first_value(&mut self, vm: &mut Vm, start: usize, end: usize) -> Res {
        let mut index = self.whole_number(vm, start, end)?;
        let empty = start == end;
        if empty || index.is_some() {
            match (self.numbering, empty) {
                (Numbering::Unknown, true) => self.numbering = Numbering::Automatic(0),
                (Numbering::Unknown, false) => self.numbering = Numbering::Manual,
                (Numbering::Manual, true) => {
                    return Err(vm.value_error(
                        "cannot switch from manual field specification to automatic field numbering",
                    ));
                }
                (Numbering::Automatic(_), false) => {
                    return Err(vm.value_error(
                        "cannot switch from automatic field numbering to manual field specification",
                    ));
                }
                _ => {}
            }
            if let Numbering::Automatic(next) = self.numbering {
                index = Some(next);
                self.numbering = Numbering::Automatic(next + 1);
            }
        }
        let Some(index) = index else {
            let key = vm.str_slice(self.template.value(), start as u32, end as u32)?;
            return match &self.source {
                Source::Mapping(mapping) => {
                    let mapping = *mapping;
                    vm.root(key);
                    vm.get_item(mapping, key)
                }
                Source::Call { keywords, .. } => {
                    match keywords.iter().find(|(name, _)| vm.str_eq(*name, key)) {
                        Some((_, value)) => Ok(*value),
                        None => Err(vm.key_error(key)),
                    }
                }
            };
        };
        match &self.source {
            Source::Mapping(_) => Err(vm.value_error("Format string contains positional fields")),
            Source::Call { args, .. } if index < args.count as usize => Ok(args.get(vm, index as u32)),
            Source::Call { .. } => Err(vm.raise(
                exc::INDEX_ERROR,
                format!("Replacement index {index} out of range for positional args tuple"),
            )),
        }
    }
}

fn run(vm: &mut Vm, template: Value, source: Source) -> Res {
    let template = Str(template.offset());
    let len = template.len(&vm.heap) as usize;
    let mut formatter = Formatter { template, source, numbering: Numbering::Unknown };
    let mut out = StrBuf::with_capacity(len);
    formatter.render(vm, &mut out, 0, len, LEVELS)?;
    vm.new_str_buf(&out)
}

fn format(vm: &mut Vm, args: Args) -> Res {
    let template = args.get(vm, 0);
    debug_assert!(vm.kind_of(template) == Kind::STR);
    let keywords = args.keywords(vm);
    run(vm, template, Source::Call { args: args.skip(1), keywords })
}

fn format_map(vm: &mut Vm, args: Args) -> Res {
    let (template, mapping) = (args.get(vm, 0), args.get(vm, 1));
    run(vm, template, Source::Mapping(mapping))
}
