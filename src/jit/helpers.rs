//! Helpers: the host functions that compiled code calls, each declared once.
//!
//! [`for_each_helper!`](crate::for_each_helper) is the table. From it derive the imports of a compiled module
//! (`jit::module`), what a stencil may name (`build.rs` reads this file), the effects that the lowering honours, and
//! the functions that a host links:
//!
//! ```ignore
//! macro_rules! link {
//!     ($($(#[$doc:meta])* $effect:ident $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty;)*) => {$(
//!         linker.func_wrap(host::IMPORT_MODULE, stringify!($name), |mut caller: Caller<'_, Context>, $($arg: $ty),*| -> $ret {
//!             with_vm(&mut caller, |vm| mimeo::jit::helpers::$name(vm, $($arg),*))
//!         })?;
//!     )*};
//! }
//! mimeo::for_each_helper!(link);
//! ```
//!
//! `u32` is wasm's `i32`, `u64` its `i64`. The effect says what a helper may do:
//! - `pure`: computes from its arguments alone (it may allocate);
//! - `reads`: reads or writes the heap, but raises nothing and calls no Python;
//! - `raises`: may also leave an exception pending; the frame's `instr` must be stored before;
//! - `calls`: may run Python code, and so collect: the frame must be complete.

use crate::heap::Value;
use crate::heap::statics::{self, STATE};
use crate::interp::generic;
use crate::vm::Vm;

/// The table of helpers; see the module's page.
#[macro_export]
macro_rules! for_each_helper {
    ($callback:ident) => {
        $callback! {
            /// Executes the one instruction that the frame's `instr` names, as the interpreter would: 1, or 0 if it
            /// raised. Afterwards the frame's `instr` and `sp` are those behind the instruction.
            calls step(frame: u32) -> u32;
            /// Runs a complete frame in the interpreter: its value, or 0 if it raised. Also the function in slot 0 of the
            /// table.
            calls finish(frame: u32) -> u64;
            /// Compiles the function of a frame that is to run for the first time, and calls the code: what that returns. The
            /// function in slot `FIRST_CALL` of the table.
            calls first_call(frame: u32) -> u64;
            /// Completes a callee's frame whose compiled code returned `word`, which is no value: runs or unwinds it
            /// in the interpreter. Its value, or 0 if it raised.
            calls complete(frame: u32, word: u64) -> u64;
            /// Adds the frame to the pending exception's traceback: its function has no handler for it.
            reads add_traceback(frame: u32) -> u32;
            /// Executes the RAISE_VARARGS or RERAISE that the frame's `instr` names: 0, and an exception is pending whose
            /// traceback has the frame.
            calls raise(frame: u32) -> u32;
            /// Takes the pending exception, which the frame's instruction raised, to its handler: adds the frame to
            /// the traceback.
            reads catch(frame: u32) -> u64;
            /// Takes the pending exception, whose traceback has the frame.
            reads take_exception(frame: u32) -> u64;
            /// Whether an exception matches what stands behind `except`: 0 or 1, or 2 if it raised.
            raises exc_match(exception: u64, pattern: u64) -> u32;
            /// The slow path of a safepoint: 1, or 0 if it raised.
            calls safepoint(frame: u32) -> u32;
            /// Whether the code that has the exit `site` has been given up since it was compiled: 0 or 1. If it has, the
            /// poll that led here is made undone.
            reads is_given_up(site: u32) -> u32;
            /// A float as a value, for numbers outside the tagged range.
            pure float_object(number: f64) -> u64;
            /// `x ** y` of floats where the result is a finite float; NaN asks for the slow path.
            pure float_power(x: f64, y: f64) -> f64;
            /// `x % y` of floats, `y` not 0.
            pure float_remainder(x: f64, y: f64) -> f64;
            /// `x // y` of floats, `y` not 0.
            pure float_floor_divide(x: f64, y: f64) -> f64;
            /// Binary operator `op` (`BINARY_OP`'s argument, in-place forms included): the result, or 0 if it raised.
            calls binary(op: u32, a: u64, b: u64) -> u64;
            /// Comparison `op` (numbered as `Compare`): the result, or 0 if it raised.
            calls compare(op: u32, a: u64, b: u64) -> u64;
            /// The truth of a value: 0 or 1, or 2 if it raised.
            calls truth(value: u64) -> u32;
            /// The iterator's next item; 0: exhausted; `RAISE_IN_INTERPRETER`: it raised.
            calls for_iter(iterator: u64) -> u64;
            /// Sends a value to what `yield from` delegates to: what it yields; 0: it returned (the shared state's
            /// `returned` has what); `RAISE_IN_INTERPRETER`: it raised.
            calls send(receiver: u64, value: u64) -> u64;
            /// `container[key]`: the item, or 0 if it raised.
            calls get_item(container: u64, key: u64) -> u64;
            /// `container[key] = value`: 1, or 0 if it raised.
            calls set_item(container: u64, key: u64, value: u64) -> u32;
            /// `item in container`: 0 or 1, or 2 if it raised.
            calls contains(container: u64, item: u64) -> u32;
            /// `iter(value)`, or 0 if it raised.
            calls get_iter(value: u64) -> u64;
            /// `container[start:stop]`, or 0 if it raised.
            calls get_slice(container: u64, start: u64, stop: u64) -> u64;
            /// `container[start:stop] = value`: 1, or 0 if it raised.
            calls set_slice(container: u64, start: u64, stop: u64, value: u64) -> u32;
            /// `slice(start, stop, step)`, or 0 if it raised.
            raises build_slice(start: u64, stop: u64, step: u64) -> u64;
            /// Appends to a list that has no room: 1, or 0 if it raised.
            raises list_append(list: u64, item: u64) -> u32;
            /// What binary operator `op` gives after the left operand's method said NotImplemented: the result, or 0 if it
            /// raised.
            calls reflected(op: u32, a: u64, b: u64) -> u64;
            /// Calls the native function with this number; the arguments lie in linear memory. 0 if it raised.
            calls call_native(number: u32, base: u32, count: u32) -> u64;
            /// Calls any value; the arguments lie in linear memory. 0 if it raised.
            calls call_value(callee: u64, base: u32, count: u32) -> u64;
            /// Raises because `__init__` returned something: 0.
            raises init_returned(word: u64) -> u32;
            /// Calls what lies at `base`, with its receiver (or nothing) and `count` arguments behind it, the last of them named by
            /// the tuple `kwnames` if that is not 0. 0 if it raised.
            calls call_stack(base: u32, count: u32, kwnames: u32) -> u64;
            /// `object.name`, or 0 if it raised.
            calls load_attr(object: u64, name: u64) -> u64;
            /// What `object.name(...)` calls, or 0 if it raised; the shared state's `returned` has the receiver, or 0.
            calls load_method(object: u64, name: u64) -> u64;
            /// `object.name = value`: 1, or 0 if it raised.
            calls store_attr(object: u64, name: u64, value: u64) -> u32;
            /// `super().name` for the three values from `base` on (`arg`: the instruction's): as `load_method`.
            calls load_super(base: u32, arg: u32, name: u64) -> u64;
            /// `format(value, spec)`, or 0 if it raised.
            calls format(value: u64, spec: u64) -> u64;
            /// `str(value)` (1), `repr(value)` (2) or `ascii(value)`, or 0 if it raised.
            calls convert(how: u32, value: u64) -> u64;
            /// What the `BUILD` instruction `opcode` makes of `count` values from `base` on, or 0 if it raised.
            calls build(opcode: u32, base: u32, count: u32) -> u64;
            /// Adds an item to a set: 1, or 0 if it raised.
            calls set_add(set: u64, item: u64) -> u32;
            /// Adds the items of `iterable` to a list: 1, or 0 if it raised.
            calls list_extend(list: u64, iterable: u64) -> u32;
            /// `del container[key]`: 1, or 0 if it raised.
            calls del_item(container: u64, key: u64) -> u32;
            /// A function of the code with the globals of the frame's function, or 0 if it raised.
            raises make_function(frame: u32, code: u64) -> u64;
            /// Sets attribute `which` (`SET_FUNCTION_ATTRIBUTE`'s argument) of a new function: 1, or 0 if it raised.
            raises set_function_attribute(which: u32, function: u64, value: u64) -> u32;
            /// Enters a context manager: what its `__enter__` gave, or 0 if it raised; the shared state's `returned` has its bound
            /// `__exit__`.
            calls before_with(manager: u64) -> u64;
            /// Calls a bound `__exit__` with an exception: what it gave, or 0 if it raised.
            calls with_except(exit: u64, exception: u64) -> u64;
            /// `-value` (0) or `~value`: the result, or 0 if it raised.
            calls unary(op: u32, value: u64) -> u64;
            /// Unpacks a value, the first item last, to the words from `base` on; `starred`: `UNPACK_EX` with `arg`, otherwise
            /// `UNPACK_SEQUENCE`. 1, or 0 if it raised.
            calls unpack(value: u64, base: u32, arg: u32, starred: u32) -> u32;
            /// `a + b` of two strings, or 0 if it raised.
            raises str_concat(a: u64, b: u64) -> u64;
            /// The character at `i`, which is below the length, as a string; 0 if there is no memory.
            pure str_char(text: u64, i: u32) -> u64;
            /// Whether a string contains another.
            pure str_contains(text: u64, part: u64) -> u32;
            /// `len(value)`, or -1 if it raised.
            calls length(value: u64) -> u64;
            /// Raises StopIteration with what a generator returned: 0.
            raises stop_iteration(returned: u64) -> u32;
            /// Whether two strings are equal.
            pure str_equal(a: u64, b: u64) -> u32;
            /// A cell for an object of `size` bytes, its content undefined; 0 if there is no memory.
            pure allocate(size: u32) -> u32;
        }
    };
}

/// A result as the word that compiled code sees: 0 for a pending exception.
fn word(result: crate::heap::Res) -> u64 {
    result.map_or(0, Value::word)
}

/// The value of a word that compiled code passes. Compiled code passes only values; a damaged heap may not.
fn value(word: u64) -> Value {
    Value::from_word(word).unwrap_or(statics::NONE)
}

fn truth_word(result: crate::heap::Res<bool>) -> u32 {
    result.map_or(2, u32::from)
}

pub fn step(vm: &mut Vm, frame: u32) -> u32 {
    let pc = crate::heap::layout::Frame(frame).instr(&vm.heap);
    vm.jit.stats.count_step(vm.heap.u8(pc));
    crate::interp::step(vm, frame)
}

pub fn finish(vm: &mut Vm, frame: u32) -> u64 {
    vm.finish_frame(frame)
}

pub fn first_call(vm: &mut Vm, frame: u32) -> u64 {
    vm.first_call(frame)
}

pub fn complete(vm: &mut Vm, frame: u32, word: u64) -> u64 {
    match word {
        statics::RESUME_INTERPRETER => {
            vm.count_exit();
            vm.finish_frame(frame)
        }
        statics::RAISE_IN_INTERPRETER => vm.unwind_frame(frame),
        word => word,
    }
}

pub fn add_traceback(vm: &mut Vm, frame: u32) -> u32 {
    vm.add_traceback(frame);
    1
}

pub fn raise(vm: &mut Vm, frame: u32) -> u32 {
    crate::interp::raise(vm, frame);
    0
}

pub fn catch(vm: &mut Vm, frame: u32) -> u64 {
    vm.add_traceback(frame);
    take_exception(vm, frame)
}

pub fn take_exception(vm: &mut Vm, _frame: u32) -> u64 {
    crate::interp::take_exception(vm).word()
}

pub fn exc_match(vm: &mut Vm, exception: u64, pattern: u64) -> u32 {
    truth_word(crate::objects::exception::matches(vm, value(exception), value(pattern)))
}

pub fn safepoint(vm: &mut Vm, _frame: u32) -> u32 {
    vm.safepoint().is_ok() as u32
}

pub fn is_given_up(vm: &mut Vm, site: u32) -> u32 {
    let given_up = vm.is_given_up(site);
    if given_up {
        vm.heap.unspend();
    }
    given_up as u32
}

pub fn float_object(vm: &mut Vm, number: f64) -> u64 {
    let limit = lift_limit(vm);
    let result = word(vm.new_float(number));
    vm.heap.bounds.limit = limit;
    result
}

/// Boxing happens where nothing may be raised: the cap waits for the next allocation that may.
fn lift_limit(vm: &mut Vm) -> u64 {
    let limit = vm.heap.bounds.limit;
    vm.heap.bounds.limit = limit.saturating_add(1 << 17);
    limit
}

pub fn float_power(_: &mut Vm, x: f64, y: f64) -> f64 {
    // Where Python raises or gives a complex number, the slow path decides.
    if (x == 0.0 && y < 0.0) || (x < 0.0 && y.fract() != 0.0) {
        return f64::NAN;
    }
    let power = x.powf(y);
    if power.is_finite() { power } else { f64::NAN }
}

pub fn float_remainder(_: &mut Vm, x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest == 0.0 {
        0f64.copysign(y)
    } else if (y < 0.0) != (rest < 0.0) {
        rest + y
    } else {
        rest
    }
}

pub fn float_floor_divide(_: &mut Vm, x: f64, y: f64) -> f64 {
    let rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 && (y < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return 0f64.copysign(x / y);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 { floor + 1.0 } else { floor }
}

pub fn binary(vm: &mut Vm, op: u32, a: u64, b: u64) -> u64 {
    use crate::objects::slots::BinOp;
    let number = if op >= 13 { op - 13 } else { op };
    let op_kind = BinOp::ALL.get(number as usize).copied().unwrap_or(BinOp::Add);
    if op >= 13 {
        word(vm.in_place(op_kind, value(a), value(b)))
    } else {
        word(vm.binary(op_kind, value(a), value(b)))
    }
}

pub fn compare(vm: &mut Vm, op: u32, a: u64, b: u64) -> u64 {
    let op = crate::objects::slots::Compare::from_number(op);
    word(vm.rich_compare(op, value(a), value(b)))
}

pub fn truth(vm: &mut Vm, word: u64) -> u32 {
    truth_word(vm.truth(value(word)))
}

pub fn for_iter(vm: &mut Vm, iterator: u64) -> u64 {
    match vm.next_uncounted(value(iterator)) {
        Ok(Some(item)) => item.word(),
        Ok(None) => 0,
        Err(_) => statics::RAISE_IN_INTERPRETER,
    }
}

pub fn send(vm: &mut Vm, receiver: u64, sent: u64) -> u64 {
    use crate::objects::generator::Outcome;
    match crate::interp::send_to(vm, value(receiver), value(sent)) {
        Ok(Outcome::Yielded(item)) => item.word(),
        Ok(Outcome::Returned(result)) => {
            STATE.set_returned(&mut vm.heap, result.word());
            0
        }
        Err(_) => statics::RAISE_IN_INTERPRETER,
    }
}

pub fn get_item(vm: &mut Vm, container: u64, key: u64) -> u64 {
    word(vm.get_item(value(container), value(key)))
}

pub fn set_item(vm: &mut Vm, container: u64, key: u64, item: u64) -> u32 {
    vm.set_item(value(container), value(key), value(item)).is_ok() as u32
}

pub fn contains(vm: &mut Vm, container: u64, item: u64) -> u32 {
    truth_word(vm.contains(value(container), value(item)))
}

pub fn get_iter(vm: &mut Vm, iterable: u64) -> u64 {
    word(vm.iter(value(iterable)))
}

pub fn get_slice(vm: &mut Vm, container: u64, start: u64, stop: u64) -> u64 {
    let slice = crate::objects::slice::new(vm, value(start), value(stop), statics::NONE);
    word(slice.and_then(|slice| vm.get_item(value(container), slice)))
}

pub fn set_slice(vm: &mut Vm, container: u64, start: u64, stop: u64, item: u64) -> u32 {
    let slice = crate::objects::slice::new(vm, value(start), value(stop), statics::NONE);
    slice.and_then(|slice| vm.set_item(value(container), slice, value(item))).is_ok() as u32
}

pub fn build_slice(vm: &mut Vm, start: u64, stop: u64, step: u64) -> u64 {
    word(crate::objects::slice::new(vm, value(start), value(stop), value(step)))
}

pub fn list_append(vm: &mut Vm, list: u64, item: u64) -> u32 {
    crate::objects::list::push(vm, crate::heap::layout::List(value(list).offset()), value(item)).is_ok()
        as u32
}

pub fn reflected(vm: &mut Vm, op: u32, a: u64, b: u64) -> u64 {
    use crate::objects::slots::BinOp;
    let number = if op >= 13 { op - 13 } else { op };
    let op_kind = BinOp::ALL.get(number as usize).copied().unwrap_or(BinOp::Add);
    word(vm.binary_after_left(op_kind, op >= 13, value(a), value(b)))
}

pub fn call_native(vm: &mut Vm, number: u32, base: u32, count: u32) -> u64 {
    word(vm.call_native(number, crate::objects::slots::Args { base, count, kwnames: 0 }))
}

pub fn call_value(vm: &mut Vm, callee: u64, base: u32, count: u32) -> u64 {
    word(vm.call_args(value(callee), crate::objects::slots::Args { base, count, kwnames: 0 }))
}

pub fn init_returned(vm: &mut Vm, word: u64) -> u32 {
    let name = vm.type_name(value(word));
    let _ = vm.type_error(format!("__init__() should return None, not '{name}'"));
    0
}

pub fn str_equal(vm: &mut Vm, a: u64, b: u64) -> u32 {
    vm.str_eq(value(a), value(b)) as u32
}

pub fn allocate(vm: &mut Vm, size: u32) -> u32 {
    vm.heap.alloc(size).unwrap_or(0)
}

pub fn call_stack(vm: &mut Vm, base: u32, count: u32, kwnames: u32) -> u64 {
    word(generic::call_on_stack(vm, base, count, kwnames))
}

/// A result that goes with a word for the shared state's `returned`.
fn with_returned(vm: &mut Vm, result: crate::heap::Res<(Value, u64)>) -> u64 {
    let Ok((value, second)) = result else { return 0 };
    STATE.set_returned(&mut vm.heap, second);
    value.word()
}

pub fn load_attr(vm: &mut Vm, object: u64, name: u64) -> u64 {
    word(generic::load_plain(vm, value(object), value(name)))
}

pub fn load_method(vm: &mut Vm, object: u64, name: u64) -> u64 {
    let result = generic::load_method(vm, value(object), value(name));
    with_returned(vm, result)
}

pub fn store_attr(vm: &mut Vm, object: u64, name: u64, stored: u64) -> u32 {
    generic::store_plain(vm, value(object), value(name), value(stored)).is_ok() as u32
}

pub fn load_super(vm: &mut Vm, base: u32, arg: u32, name: u64) -> u64 {
    let result = generic::super_attr(vm, base, arg, value(name));
    with_returned(vm, result)
}

pub fn format(vm: &mut Vm, formatted: u64, spec: u64) -> u64 {
    word(vm.format(value(formatted), value(spec)))
}

pub fn convert(vm: &mut Vm, how: u32, converted: u64) -> u64 {
    word(generic::convert(vm, how, value(converted)))
}

pub fn build(vm: &mut Vm, opcode: u32, base: u32, count: u32) -> u64 {
    word(generic::build(vm, opcode as u8, base, count))
}

pub fn set_add(vm: &mut Vm, set: u64, item: u64) -> u32 {
    let set = crate::heap::layout::Set(value(set).offset());
    crate::objects::set::add(vm, set, value(item)).is_ok() as u32
}

pub fn list_extend(vm: &mut Vm, list: u64, iterable: u64) -> u32 {
    let list = crate::heap::layout::List(value(list).offset());
    generic::extend_list(vm, list, value(iterable)).is_ok() as u32
}

pub fn del_item(vm: &mut Vm, container: u64, key: u64) -> u32 {
    vm.del_item(value(container), value(key)).is_ok() as u32
}

pub fn make_function(vm: &mut Vm, frame: u32, code: u64) -> u64 {
    use crate::heap::layout::{Code, Dict, Frame, Function};
    let globals = Function(Frame(frame).func(&vm.heap)).globals(&vm.heap);
    let made = crate::objects::function::new_function(vm, Code(value(code).offset()), Dict(globals));
    word(made.map(|function| function.value()))
}

pub fn set_function_attribute(vm: &mut Vm, which: u32, function: u64, attribute: u64) -> u32 {
    let function = crate::heap::layout::Function(value(function).offset());
    let fits = generic::set_attribute(vm, function, which, value(attribute));
    if !fits {
        generic::wrong_attribute(vm);
    }
    fits as u32
}

pub fn before_with(vm: &mut Vm, manager: u64) -> u64 {
    let result = generic::enter_with(vm, value(manager)).map(|(exit, entered)| (entered, exit.word()));
    with_returned(vm, result)
}

pub fn with_except(vm: &mut Vm, exit: u64, exception: u64) -> u64 {
    word(generic::exit_with(vm, value(exit), value(exception)))
}

pub fn unary(vm: &mut Vm, op: u32, operand: u64) -> u64 {
    use crate::objects::slots::UnaryOp;
    let op = if op == 0 { UnaryOp::Negative } else { UnaryOp::Invert };
    word(vm.unary(op, value(operand)))
}

pub fn unpack(vm: &mut Vm, unpacked: u64, base: u32, arg: u32, starred: u32) -> u32 {
    let items = match starred {
        0 => generic::unpack_exactly(vm, value(unpacked), arg),
        _ => generic::unpack_starred(vm, value(unpacked), arg),
    };
    let Ok(items) = items else { return 0 };
    for (i, item) in items.iter().rev().enumerate() {
        vm.heap.set_u64(base.wrapping_add(8 * i as u32), item.word());
    }
    1
}

pub fn str_concat(vm: &mut Vm, a: u64, b: u64) -> u64 {
    word(vm.str_concat(value(a), value(b)))
}

pub fn str_char(vm: &mut Vm, text: u64, i: u32) -> u64 {
    let limit = lift_limit(vm);
    let result = word(vm.str_char_at(value(text), i));
    vm.heap.bounds.limit = limit;
    result
}

pub fn str_contains(vm: &mut Vm, text: u64, part: u64) -> u32 {
    vm.contains(value(text), value(part)).unwrap_or(false) as u32
}

pub fn length(vm: &mut Vm, of: u64) -> u64 {
    vm.len(value(of)).map_or(u64::MAX, |len| len as u64)
}

pub fn stop_iteration(vm: &mut Vm, returned: u64) -> u32 {
    let _ = crate::objects::generator::stop_iteration(vm, value(returned));
    0
}
