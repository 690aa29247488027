//! `super`.

use crate::heap::layout::{Super, Tuple, Type};
use crate::heap::{Kind, Res, Value, statics};
use crate::objects::instance::or_none;
use crate::objects::slots::{Args, Slots, TypeDef, member};
use crate::vm::Vm;

/// The class along whose MRO `super(start, receiver)` looks: the receiver's, or the receiver itself if it is a class.
fn receiver_class(vm: &mut Vm, start: u32, receiver: Value) -> Res<u32> {
    if vm.kind_of(receiver) == Kind::TYPE && vm.is_subclass(receiver.offset(), start) {
        return Ok(receiver.offset());
    }
    let class = vm.class_of(receiver);
    if vm.is_subclass(class, start) {
        return Ok(class);
    }
    let (what, name) = match vm.kind_of(receiver) {
        Kind::TYPE => ("type", vm.class_name(receiver.offset())),
        _ => ("instance of", vm.class_name(class)),
    };
    let start = vm.class_name(start);
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {name}) is not an instance or subtype of type ({start})."
    )))
}

/// Looks `name` up behind `start` in the MRO.
fn find(vm: &mut Vm, start: u32, class: u32, name: Value) -> Option<Value> {
    let mro = Tuple(Type(class).mro(&vm.heap)?.offset());
    let place = (0..mro.len(&vm.heap)).find(|i| mro.item(vm, *i).offset() == start)?;
    vm.type_lookup_from(class, place + 1, name).map(|(value, _)| value)
}

/// The plain function that `super().name(...)` calls with the receiver in front.
pub fn find_method(vm: &mut Vm, start: u32, receiver: Value, name: Value) -> Option<Value> {
    if vm.kind_of(receiver) == Kind::TYPE {
        return None;
    }
    let class = vm.class_of(receiver);
    if !vm.is_subclass(class, start) {
        return None;
    }
    let found = find(vm, start, class, name)?;
    let plain = match vm.kind_of(found) {
        Kind::FUNCTION => true,
        Kind::METHOD_DESCRIPTOR => {
            !crate::heap::layout::MethodDescriptor(found.offset()).is_class_method(&vm.heap)
        }
        _ => false,
    };
    plain.then_some(found)
}

/// `super(start, receiver).name`.
pub fn get_attr(vm: &mut Vm, start: u32, receiver: Value, name: Value) -> Res {
    let class = receiver_class(vm, start, receiver)?;
    match find(vm, start, class, name) {
        Some(found) => bind(vm, found, receiver, class),
        None => {
            let text = vm.str_to_string(name);
            let raised = vm.raise(
                crate::objects::exception_types::exc::ATTRIBUTE_ERROR,
                format!("'super' object has no attribute '{text}'"),
            );
            Err(raised)
        }
    }
}

fn bind(vm: &mut Vm, found: Value, receiver: Value, class: u32) -> Res {
    let object = if receiver == Value::object(class) { None } else { Some(receiver) };
    vm.bind_descriptor(found, object, Value::object(class))
}

fn slot_get_attr(vm: &mut Vm, value: Value, name: Value) -> Res<Option<Value>> {
    let object = Super(value.offset());
    let class_name = vm.names.class;
    if name != class_name
        && let (Some(start), Some(receiver), Some(class)) =
            (object.start(&vm.heap), object.receiver(&vm.heap), object.receiver_class(&vm.heap))
        && let Some(found) = find(vm, start.offset(), class.offset(), name)
    {
        return bind(vm, found, receiver, class.offset()).map(Some);
    }
    let class = vm.class_of(value);
    vm.object_get_attr(value, class, name)
}

fn new(vm: &mut Vm, class: u32, args: Args) -> Res {
    let (start, receiver) = match args.count {
        0 => from_frame(vm)?,
        _ => (args.get(vm, 0), args.opt(vm, 1).filter(|r| *r != statics::NONE)),
    };
    if vm.kind_of(start) != Kind::TYPE {
        let name = vm.type_name(start);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {name}")));
    }
    let object = Super(vm.alloc_instance(class)?);
    object.set_start(&mut vm.heap, start);
    if let Some(receiver) = receiver {
        let class = receiver_class(vm, start.offset(), receiver)?;
        object.set_receiver(&mut vm.heap, receiver);
        object.set_receiver_class(&mut vm.heap, Value::object(class));
    }
    Ok(object.value())
}

/// `super()` without arguments: the `__class__` cell and the first argument of the frame that calls.
fn from_frame(vm: &mut Vm) -> Res<(Value, Option<Value>)> {
    use crate::heap::layout::{Cell, Code, Frame};
    use crate::objects::exception_types::exc;
    let frame = statics::STATE.frame(&vm.heap);
    if frame == 0 {
        return Err(vm.raise(exc::RUNTIME_ERROR, "super(): no current frame"));
    }
    let code = Code(Frame(frame).code(&vm.heap));
    if code.argcount(&vm.heap) == 0 {
        return Err(vm.raise(exc::RUNTIME_ERROR, "super(): no arguments"));
    }
    let locals = frame + Frame::SIZE;
    let mut receiver = Value::from_word(vm.heap.u64(locals));
    if let Some(cell) = receiver
        && vm.kind_of(cell) == Kind::CELL
    {
        receiver = Cell(cell.offset()).content(&vm.heap);
    }
    let Some(receiver) = receiver else {
        return Err(vm.raise(exc::RUNTIME_ERROR, "super(): arg[0] deleted"));
    };
    let names = Tuple(code.localsplusnames(&vm.heap));
    for i in 0..names.len(&vm.heap) {
        if vm.str_is(names.item(vm, i), "__class__") {
            let cell = or_none(Value::from_word(vm.heap.u64(locals + i * 8)));
            if vm.kind_of(cell) == Kind::CELL
                && let Some(class) = Cell(cell.offset()).content(&vm.heap)
            {
                return Ok((class, Some(receiver)));
            }
            return Err(vm.raise(exc::RUNTIME_ERROR, "super(): empty __class__ cell"));
        }
    }
    Err(vm.raise(exc::RUNTIME_ERROR, "super(): __class__ cell not found"))
}

fn repr(vm: &mut Vm, value: Value) -> Res {
    let object = Super(value.offset());
    let start = or_none(object.start(&vm.heap));
    let start = vm.class_name(start.offset());
    let text = match object.receiver_class(&vm.heap) {
        Some(class) => format!("<super: <class '{start}'>, <{} object>>", vm.class_name(class.offset())),
        None => format!("<super: <class '{start}'>, NULL>"),
    };
    vm.new_str(&text)
}

pub static TYPE: TypeDef = TypeDef {
    kind: Kind::SUPER,
    name: "super",
    slots: Slots { get_attr: Some(slot_get_attr), new: Some(new), repr: Some(repr), ..Slots::NONE },
    attributes: &[
        member("__thisclass__", |vm, s| Ok(or_none(Super(s.offset()).start(&vm.heap)))),
        member("__self__", |vm, s| Ok(or_none(Super(s.offset()).receiver(&vm.heap)))),
        member("__self_class__", |vm, s| Ok(or_none(Super(s.offset()).receiver_class(&vm.heap)))),
    ],
    subclassable: true,
    ..TypeDef::DEFAULT
};
