//! Changing a class's bases (`C.__bases__ = …`).

use crate::heap::layout::{List, Tuple, Type};
use crate::heap::{Kind, Res, Value};
use crate::objects::instance::or_none;
use crate::objects::types::flags;
use crate::vm::Vm;

/// Sets `class.__bases__`.
pub fn set_bases(vm: &mut Vm, class: Value, value: Option<Value>) -> Res<()> {
    let class = Type(class.offset());
    let name = vm.class_name(class.0);
    if class.flags(&vm.heap) & flags::HEAP == 0 {
        return Err(vm.type_error(format!("cannot set '__bases__' attribute of immutable type '{name}'")));
    }
    let Some(value) = value else {
        return Err(vm.type_error(format!("cannot delete '__bases__' attribute of immutable type '{name}'")));
    };
    let Some(tuple) = vm.as_kind(value, Kind::TUPLE).map(Tuple) else {
        let actual = vm.type_name(value);
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {actual}")));
    };
    let mut bases = Vec::new();
    for i in 0..tuple.len(&vm.heap) {
        let base = tuple.item(vm, i);
        if vm.kind_of(base) != Kind::TYPE {
            let actual = vm.type_name(base);
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{actual}'")));
        }
        if vm.is_subclass(base.offset(), class.0) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
        bases.push(base.offset());
    }
    if bases.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    let base = Type(vm.best_base(&bases)?);
    let old = Type(class.base(&vm.heap));
    if !vm.same_layout(base, old) {
        let (new, old) = (vm.class_name(base.0), vm.class_name(old.0));
        return Err(
            vm.type_error(format!("__bases__ assignment: '{new}' object layout differs from '{old}'"))
        );
    }
    let (old_bases, old_line) = (class.bases(&vm.heap), class.mro(&vm.heap));
    class.set_bases(&mut vm.heap, value);
    if let Err(raised) = relinearize(vm, class) {
        // An order exists for the old bases.
        let pending = vm.take_pending();
        class.set_bases(&mut vm.heap, old_bases);
        class.set_mro(&mut vm.heap, old_line);
        for subclass in vm.subclasses(class.0) {
            let _ = relinearize(vm, Type(subclass));
        }
        vm.reraise(pending);
        return Err(raised);
    }
    class.set_base(&mut vm.heap, base.0);
    let old_bases = vm.collect_iter(or_none(old_bases))?;
    for old in old_bases {
        remove_subclass(vm, old.offset(), class);
    }
    for base in bases {
        vm.add_subclass(base, class)?;
    }
    vm.type_modified(class.0);
    vm.update_overrides(class.0)?;
    vm.attribute_rules_changed(class.0)?;
    Ok(())
}

/// Works out the MRO of a class from its bases, and those of its subclasses.
fn relinearize(vm: &mut Vm, class: Type) -> Res<()> {
    let bases = Tuple(or_none(class.bases(&vm.heap)).offset());
    let bases: Vec<u32> = (0..bases.len(&vm.heap)).map(|i| bases.item(vm, i).offset()).collect();
    let line = vm.linearize(class, &bases)?;
    class.set_mro(&mut vm.heap, line);
    for subclass in vm.subclasses(class.0) {
        relinearize(vm, Type(subclass))?;
    }
    Ok(())
}

fn remove_subclass(vm: &mut Vm, base: u32, class: Type) {
    let list = match Type(base).subclasses(&vm.heap) {
        0 => return,
        list => List(list),
    };
    let (items, len) = (list.items(&vm.heap), list.len(&vm.heap));
    let kept: Vec<u64> = (0..len)
        .map(|i| vm.heap.u64(items.wrapping_add(i * 8)))
        .filter(|word| *word != class.value().word())
        .collect();
    for (i, word) in kept.iter().enumerate() {
        vm.heap.set_u64(items.wrapping_add(i as u32 * 8), *word);
    }
    list.set_len(&mut vm.heap, kept.len() as u32);
}
