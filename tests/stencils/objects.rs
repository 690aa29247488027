//! New objects, attributes, cells.

use mimeo::heap::alloc::{CLASSES, FREE_LISTS};
use mimeo::heap::layout::{Cell, Instance, Shape};
use mimeo::heap::{Kind, Value, statics};
use mimeo::objects::attr_cache::{self, Use};
use mimeo::objects::function::new_cell;
use mimeo::objects::instance::{Slot, slot_place};

use super::Check;
use super::rig::{INPUTS, Outcome, Rig, is, nothing};
use super::words::samples;

pub const CHECKS: &[(&str, Check)] = &[
    ("alloc", alloc),
    ("init_word", init_word),
    ("init_field", init_field),
    ("attr_add", attr_add),
    ("attr_load", |rig| attr_load(rig, false)),
    ("attr_load_overflow", |rig| attr_load(rig, true)),
    ("attr_store", attr_store),
    ("attr_find", attr_find),
    ("method_find", method_find),
    ("attr_put", attr_put),
    ("cell_load", cell_load),
    ("cell_store", cell_store),
];

/// Each cell is another, lies in a block of the size asked for, and the allocator goes on where the stencil stopped.
fn alloc(rig: &mut Rig) {
    for size in [16, 24, 32, 64, 256] {
        let class = CLASSES.iter().position(|cell| size <= *cell).unwrap();
        let made = rig.make(&[FREE_LISTS as u64 + class as u64 * 4, size as u64]);
        let mut seen = std::collections::BTreeSet::new();
        // Enough to run a block dry, and the allocator in between.
        for i in 0..(70 << 10) / size {
            let cell = if i % 7 == 3 {
                rig.vm.heap.alloc(size).unwrap()
            } else {
                match rig.run(made, &[]) {
                    Outcome::Values(words) => u32::try_from(words[0]).expect("an offset"),
                    other => panic!("alloc of {size} bytes: {other:?}"),
                }
            };
            assert_eq!(cell % 8, 0);
            assert!(rig.vm.heap.cell_size(cell) >= size, "{size}");
            assert!(seen.insert(cell), "the cell {cell:#x} was given twice");
            rig.vm.heap.set_u64(cell, u64::MAX);
        }
    }
    // No memory: it exits, and the VM is well afterwards.
    let class = CLASSES.iter().position(|cell| 48 <= *cell).unwrap();
    let head = FREE_LISTS + class as u32 * 4;
    let made = rig.make(&[head as u64, 48]);
    let limit = rig.vm.heap.bounds.limit;
    rig.vm.heap.set_u32(head, 0);
    rig.vm.heap.bounds.limit = 0;
    let full = loop {
        // Blocks that are not swept yet may still give some.
        match rig.run(made, &[]) {
            Outcome::Values(_) => {}
            other => break other,
        }
    };
    rig.vm.heap.bounds.limit = limit;
    assert_eq!((full, rig.pending()), (Outcome::Exit, String::new()));
}

fn init_word(rig: &mut Rig) {
    for (offset, word) in [(0, 1u64), (8, u64::MAX), (16, 0), (248, 1 << 63)] {
        let made = rig.make(&[offset, word]);
        let object = INPUTS + 0x200;
        rig.vm.heap.set_u64(object + offset as u32, 0x55);
        rig.expect(made, &[object as u64], nothing(), offset);
        assert_eq!(rig.vm.heap.u64(object + offset as u32), word);
    }
}

fn init_field(rig: &mut Rig) {
    for offset in [8, 16, 248] {
        let made = rig.make(&[offset]);
        let object = INPUTS + 0x200;
        for value in samples(rig) {
            rig.expect(made, &[object as u64, value.word()], nothing(), offset);
            assert_eq!(rig.vm.heap.u64(object + offset as u32), value.word());
        }
    }
}

/// Instances of one class with more attributes than lie inline.
const MANY: &str = "
class C:
    def __init__(self, n):
        for i in range(n):
            setattr(self, 'a' + str(i), i)
class D:
    def __init__(self):
        self.a0 = self.b = None
empty, many, other = C(0), C(20), D()
";

fn attr_add(rig: &mut Rig) {
    let namespace = rig.python(MANY);
    let object = namespace.get(rig, "empty");
    let instance = Instance(object.offset());
    let before = Shape(instance.shape(&rig.vm.heap));
    assert!(before.inline_cap(&rig.vm.heap) > 0, "no inline slot");
    let name = rig.vm.intern("fresh").unwrap();
    let after = before.with(&mut rig.vm, name).unwrap();
    let Slot::Inline(offset) = slot_place(0, before.inline_cap(&rig.vm.heap)) else { panic!("not inline") };
    let made = rig.make(&[offset as u64, after.0 as u64]);
    let value = rig.float(1e300);
    rig.expect(made, &[object.word(), value.word()], nothing(), "fresh");
    // As the VM reads it.
    assert_eq!(rig.vm.get_attr(object, name), Ok(value));
    assert_eq!(rig.repr(object), rig.repr(object));
}

/// The names of the attributes of `many` that lie inline, or in the overflow, with their offsets.
fn places(rig: &mut Rig, object: Value, overflow: bool) -> Vec<(Value, u32)> {
    let shape = Shape(Instance(object.offset()).shape(&rig.vm.heap));
    let cap = shape.inline_cap(&rig.vm.heap);
    let places: Vec<_> = shape
        .attributes(&rig.vm, 0)
        .into_iter()
        .filter_map(|(i, name)| match slot_place(i, cap) {
            Slot::Inline(offset) if !overflow => Some((name, offset)),
            Slot::Overflow(offset) if overflow => Some((name, offset)),
            _ => None,
        })
        .collect();
    assert!(!places.is_empty());
    places
}

fn attr_load(rig: &mut Rig, overflow: bool) {
    let object = rig.python(MANY).get(rig, "many");
    for (name, offset) in places(rig, object, overflow) {
        let made = rig.make(&[offset as u64]);
        let expected = rig.vm.get_attr(object, name).unwrap();
        rig.expect(made, &[object.word()], is(expected.word()), offset);
        // A slot whose attribute was deleted.
        let instance = Instance(object.offset());
        let at = if overflow { instance.overflow(&rig.vm.heap) } else { object.offset() } + offset;
        rig.vm.heap.set_u64(at, 0);
        rig.expect(made, &[object.word()], Outcome::Exit, "not set");
        rig.vm.heap.set_u64(at, expected.word());
    }
}

fn attr_store(rig: &mut Rig) {
    let object = rig.python(MANY).get(rig, "many");
    for (i, (name, offset)) in places(rig, object, false).into_iter().enumerate() {
        let made = rig.make(&[offset as u64]);
        let value = Value::int(1000 + i as i64);
        rig.expect(made, &[object.word(), value.word()], nothing(), offset);
        assert_eq!(rig.vm.get_attr(object, name), Ok(value));
    }
}

/// What the attribute cache is probed with for `name`.
fn probe(rig: &mut Rig, name: &str, purpose: Use) -> (Value, [u64; 2]) {
    let name = rig.vm.intern(name).unwrap();
    let key = attr_cache::key(name, purpose);
    (name, [attr_cache::hash(key) as u64, key as u64])
}

fn attr_find(rig: &mut Rig) {
    let namespace = rig.python(MANY);
    let (many, other) = (namespace.get(rig, "many"), namespace.get(rig, "other"));
    let (name, imms) = probe(rig, "a0", Use::Load);
    let made = rig.make(&imms);
    rig.expect(made, &[many.word()], is(0), "before it is known");
    attr_cache::note_load(&mut rig.vm, many, name);
    let expected = rig.vm.get_attr(many, name).unwrap();
    rig.expect(made, &[many.word()], is(expected.word()), "many");
    rig.expect(made, &[other.word()], is(0), "of another class");
    attr_cache::note_load(&mut rig.vm, other, name);
    rig.expect(made, &[other.word()], is(statics::NONE.word()), "of another class, known");
    rig.expect(made, &[many.word()], is(expected.word()), "still known");
    for value in samples(rig) {
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], is(0), shown);
    }
    attr_cache::clear(&mut rig.vm);
    rig.expect(made, &[many.word()], is(0), "forgotten");
}

fn method_find(rig: &mut Rig) {
    let source = "class A:\n    def m(self): pass\nclass B(A): pass\na, b = A(), B()\nm = A.m\n";
    let namespace = rig.python(source);
    let (a, b, m) = (namespace.get(rig, "a"), namespace.get(rig, "b"), namespace.get(rig, "m"));
    let (name, imms) = probe(rig, "m", Use::Method);
    let made = rig.make(&imms);
    for object in [a, b] {
        rig.expect(made, &[object.word()], is(0), "before it is known");
        attr_cache::note_method(&mut rig.vm, object, name, m);
        rig.expect(made, &[object.word()], is(m.word()), "known");
    }
    for value in samples(rig) {
        let shown = rig.repr(value);
        rig.expect(made, &[value.word()], is(0), shown);
    }
    // A class that changes ends what is known.
    let class = rig.vm.class_of(a);
    rig.vm.type_set(class, name, Some(m)).unwrap();
    rig.expect(made, &[b.word()], is(0), "forgotten");
}

fn attr_put(rig: &mut Rig) {
    let namespace = rig.python(MANY);
    let (empty, many) = (namespace.get(rig, "empty"), namespace.get(rig, "many"));
    for (object, name) in [(many, "a0"), (empty, "fresh")] {
        let (name, imms) = probe(rig, name, Use::Store);
        let made = rig.make(&imms);
        let value = rig.float(1e300);
        rig.expect(made, &[object.word(), value.word()], is(1), "before it is known");
        attr_cache::note_store(&mut rig.vm, object, name);
        rig.expect(made, &[object.word(), value.word()], is(0), "known");
        assert_eq!(rig.vm.get_attr(object, name), Ok(value));
        for other in samples(rig) {
            let shown = rig.repr(other);
            rig.expect(made, &[other.word(), value.word()], is(1), shown);
        }
    }
}

fn cell_load(rig: &mut Rig) {
    let made = rig.make(&[]);
    for value in samples(rig) {
        let cell = new_cell(&mut rig.vm, Some(value)).unwrap();
        assert!(rig.vm.is_exact(cell, Kind::CELL));
        rig.expect(made, &[cell.word()], is(value.word()), value);
    }
    let empty = new_cell(&mut rig.vm, None).unwrap();
    rig.expect(made, &[empty.word()], Outcome::Exit, "an empty cell");
}

fn cell_store(rig: &mut Rig) {
    let made = rig.make(&[]);
    let cell = new_cell(&mut rig.vm, None).unwrap();
    for value in [statics::NONE, Value::int(-1), statics::NEG_ZERO] {
        rig.expect(made, &[cell.word(), value.word()], nothing(), value);
        assert_eq!(Cell(cell.offset()).content(&rig.vm.heap), Some(value));
    }
}
