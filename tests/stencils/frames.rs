//! Frames: their slots and headers, safepoints, single steps, what guards look at.

use std::sync::atomic::Ordering::SeqCst;

use mimeo::heap::layout::{Code, Dict, Frame, Function, Tuple};
use mimeo::heap::statics::STATE;
use mimeo::heap::{REQUEST_COLLECT, Value};
use mimeo::interp::bind::new_frame;
use mimeo::interp::owner;
use mimeo::vm::control::INTERRUPT;

use super::Check;
use super::rig::{INPUTS, Outcome, Rig, SCRATCH, is, nothing};

pub const CHECKS: &[(&str, Check)] = &[
    ("load_slot", load_slot),
    ("store_slot", store_slot),
    ("store_instr", store_instr),
    ("load_cell", load_cell),
    ("store_cell", store_cell),
    ("clear_slots", clear_slots),
    ("poll", poll),
    ("safepoint_due", safepoint_due),
    ("code_given_up", code_given_up),
    ("exit_when", exit_when),
    ("step_one", step_one),
    ("note_exit", note_exit),
    ("trace_back", trace_back),
    ("guard_globals", guard_globals),
    ("guard_namespace", guard_namespace),
    ("closure_item", closure_item),
];

const WORDS: [u64; 7] = [0, 1, u64::MAX, 1 << 63, 0x1000, 0xFFFF_FFFF, 0x1234_5678_9ABC_DEF0];

/// A frame of `function`, made by the VM at `at`, in nobody's chain but `caller`'s.
pub fn frame_of(rig: &mut Rig, function: Value, caller: u32, at: u32) -> Frame {
    let function = Function(function.offset());
    let code = Code(function.code(&rig.vm.heap));
    let frame = new_frame(&mut rig.vm, function, code, caller, at, owner::ENTRY).unwrap();
    let slots = code.nlocalsplus(&rig.vm.heap) + code.stacksize(&rig.vm.heap);
    rig.vm.heap.zero(frame + Frame::SIZE, slots * 8);
    Frame(frame)
}

fn load_slot(rig: &mut Rig) {
    for offset in [0, 8, 32, 40, 1024] {
        let made = rig.make(&[offset]);
        for word in WORDS {
            rig.vm.heap.set_u64(SCRATCH + offset as u32, word);
            rig.expect(made, &[SCRATCH as u64], is(word), (offset, word));
        }
    }
}

fn store_slot(rig: &mut Rig) {
    for offset in [0, 8, 32, 40, 1024] {
        let made = rig.make(&[offset]);
        for word in WORDS {
            rig.expect(made, &[SCRATCH as u64, word], nothing(), (offset, word));
            assert_eq!(rig.vm.heap.u64(SCRATCH + offset as u32), word);
        }
    }
}

fn store_instr(rig: &mut Rig) {
    for (instr, sp) in [(0u32, 0u32), (0x0520_0010, 3), (u32::MAX, u32::MAX)] {
        let made = rig.make(&[instr as u64 | (sp as u64) << 32]);
        rig.vm.heap.zero(SCRATCH, Frame::SIZE);
        rig.expect(made, &[SCRATCH as u64], nothing(), (instr, sp));
        let frame = Frame(SCRATCH);
        assert_eq!((frame.instr(&rig.vm.heap), frame.sp(&rig.vm.heap)), (instr, sp));
        assert_eq!((frame.prev(&rig.vm.heap), frame.func(&rig.vm.heap)), (0, 0), "the fields beside");
    }
}

fn load_cell(rig: &mut Rig) {
    let cell = SCRATCH + 0x100;
    let made = rig.make(&[cell as u64]);
    for word in WORDS {
        rig.vm.heap.set_u64(cell, word);
        rig.expect(made, &[], is(word), word);
    }
}

fn store_cell(rig: &mut Rig) {
    let cell = SCRATCH + 0x100;
    let made = rig.make(&[cell as u64]);
    for word in WORDS {
        rig.expect(made, &[word], nothing(), word);
        assert_eq!(rig.vm.heap.u64(cell), word);
    }
}

fn clear_slots(rig: &mut Rig) {
    for (start, bytes) in [(32, 8), (40, 800), (32, 0)] {
        let made = rig.make(&[start, bytes]);
        rig.vm.heap.bytes_mut(SCRATCH, 1024).fill(0xAA);
        rig.expect(made, &[SCRATCH as u64], nothing(), (start, bytes));
        let cleared = |i: u64| (start..start + bytes).contains(&i);
        let found = rig.vm.heap.bytes(SCRATCH, 1024);
        assert!(found.iter().enumerate().all(|(i, byte)| (*byte == 0) == cleared(i as u64)));
    }
}

fn poll(rig: &mut Rig) {
    let made = rig.make(&[]);
    for budget in [i64::MAX, 2, 1, 0, -1, i64::MIN + 1] {
        set_budget(rig, budget);
        rig.expect(made, &[], is((budget - 1 < 0) as u64), budget);
        assert_eq!(rig.vm.heap.budget().load(SeqCst), budget - 1);
    }
    set_budget(rig, 1 << 14);
}

fn safepoint_due(rig: &mut Rig) {
    let made = rig.make(&[]);
    let function = rig.python("def f(): pass").get(rig, "f");
    let frame = frame_of(rig, function, 0, SCRATCH);
    STATE.set_frame(&mut rig.vm.heap, frame.0);
    let before = STATE.collections(&rig.vm.heap);
    for (requests, collections) in [(0, 0), (REQUEST_COLLECT, 1)] {
        set_budget(rig, -1);
        rig.vm.heap.request(requests);
        rig.expect(made, &[frame.0 as u64], nothing(), requests);
        assert_eq!(STATE.collections(&rig.vm.heap) - before, collections);
        assert!(rig.vm.heap.budget().load(SeqCst) > 0);
        assert_eq!(rig.vm.heap.take_requests(), 0);
    }
    // An interrupt raises.
    rig.vm.control.ask(INTERRUPT);
    rig.expect(made, &[frame.0 as u64], Outcome::Raise, "an interrupt");
    assert_eq!(rig.pending(), "KeyboardInterrupt: ");
    STATE.set_frame(&mut rig.vm.heap, 0);
}

fn set_budget(rig: &mut Rig, ticks: i64) {
    rig.vm.heap.budget().store(ticks, SeqCst);
}

/// Here is no code that could have been given up; `tests/jit` has some.
fn code_given_up(rig: &mut Rig) {
    for site in [0, 1, u32::MAX as u64] {
        let made = rig.make(&[site]);
        rig.expect(made, &[], is(0), site);
    }
}

fn exit_when(rig: &mut Rig) {
    let made = rig.make(&[]);
    for (flag, expected) in [(0, nothing()), (1, Outcome::Exit), (2, Outcome::Exit)] {
        rig.expect(made, &[flag], expected, flag);
    }
}

/// Steps through straight-line code one instruction at a time: the frame must go through the states that the
/// interpreter gives it.
fn step_one(rig: &mut Rig) {
    let source = "def f(a, b):\n    c = a + b\n    d = [a, b, c]\n    return d\n";
    let function = rig.python(source).get(rig, "f");
    let made = rig.make(&[]);
    let stepper = |rig: &mut Rig, by_stencil: bool, a: Value, b: Value| -> Vec<String> {
        let frame = frame_of(rig, function, 0, SCRATCH);
        let code = Code(Function(function.offset()).code(&rig.vm.heap));
        let locals = code.nlocalsplus(&rig.vm.heap);
        rig.vm.heap.set_u64(frame.0 + Frame::SIZE, a.word());
        rig.vm.heap.set_u64(frame.0 + Frame::SIZE + 8, b.word());
        STATE.set_frame(&mut rig.vm.heap, frame.0);
        let mut states = Vec::new();
        for _ in 0..12 {
            let stepped = if by_stencil {
                rig.run(made, &[frame.0 as u64]) == nothing()
            } else {
                mimeo::interp::step(&mut rig.vm, frame.0) != 0
            };
            let (instr, sp) = (frame.instr(&rig.vm.heap), frame.sp(&rig.vm.heap));
            let mut state = format!("{stepped} {} {sp}", instr - code.bytecode(&rig.vm.heap));
            for i in 0..locals + sp {
                let word = rig.vm.heap.u64(frame.0 + Frame::SIZE + 8 * i);
                let value = Value::from_word(word).filter(|_| stepped);
                state += &value.map_or("-".into(), |value| rig.repr(value));
            }
            states.push(state);
            if !stepped {
                states.push(rig.pending());
                break;
            }
            // Up to the return.
            let next = rig.vm.heap.u8(instr);
            if mimeo::ops::name(next as u16).starts_with("RETURN") {
                break;
            }
        }
        STATE.set_frame(&mut rig.vm.heap, 0);
        states
    };
    let text = rig.vm.new_str("text").unwrap();
    for (a, b) in
        [(Value::int(1), Value::int(2)), (Value::int(i64::MAX >> 1), Value::int(1)), (Value::int(1), text)]
    {
        let expected = stepper(rig, false, a, b);
        let got = stepper(rig, true, a, b);
        assert_eq!(got, expected);
        assert!(got.len() > 3 || b == text, "{got:?}");
    }
}

fn note_exit(rig: &mut Rig) {
    for number in [1u64, 2, 0xFFFF_FFFF] {
        let made = rig.make(&[number]);
        rig.expect(made, &[], nothing(), number);
        assert_eq!(STATE.exit_site(&rig.vm.heap) as u64, number);
    }
    STATE.set_exit_site(&mut rig.vm.heap, 0);
}

fn trace_back(rig: &mut Rig) {
    let made = rig.make(&[]);
    let function = rig.python("def f():\n    pass\n").get(rig, "f");
    let frame = frame_of(rig, function, 0, SCRATCH);
    STATE.set_frame(&mut rig.vm.heap, frame.0);
    let _ = rig.vm.value_error("x");
    rig.expect(made, &[frame.0 as u64], nothing(), "f");
    let exception = rig.vm.as_exception(STATE.pending(&rig.vm.heap).unwrap()).unwrap();
    let entry = exception.traceback(&rig.vm.heap).expect("a traceback");
    let name = rig.vm.intern("tb_lineno").unwrap();
    let line = rig.vm.get_attr(entry, name);
    assert_eq!(line.map(|n| n.as_small_int()), Ok(Some(1)), "{}", rig.pending());
    STATE.set_frame(&mut rig.vm.heap, 0);
    assert_eq!(rig.pending(), "ValueError: x");
}

fn guard_globals(rig: &mut Rig) {
    let here = rig.python("def f(): pass");
    let there = rig.python("def f(): pass");
    let made = rig.make(&[here.0.0 as u64]);
    for (namespace, expected) in [(here, nothing()), (there, Outcome::Exit)] {
        let function = namespace.get(rig, "f");
        let frame = frame_of(rig, function, 0, SCRATCH);
        rig.expect(made, &[frame.0 as u64], expected, namespace.0);
    }
}

fn guard_namespace(rig: &mut Rig) {
    let namespaces = [rig.python(""), rig.python("")];
    let Dict(wanted) = namespaces[0].0;
    let made = rig.make(&[wanted as u64]);
    let frame = Frame(INPUTS + 0x200);
    for (namespace, expected) in [(wanted, nothing()), (namespaces[1].0.0, Outcome::Exit), (0, Outcome::Exit)]
    {
        frame.set_namespace(&mut rig.vm.heap, namespace);
        rig.expect(made, &[frame.0 as u64], expected, namespace);
    }
}

fn closure_item(rig: &mut Rig) {
    let source = "def outer(a, b, c):\n    def f(): return a, b, c\n    return f\nf = outer(1, 2, 3)\n";
    let function = rig.python(source).get(rig, "f");
    let frame = frame_of(rig, function, 0, SCRATCH);
    let closure = Tuple(Function(function.offset()).closure(&rig.vm.heap));
    for i in 0..3 {
        let made = rig.make(&[Tuple::SIZE as u64 + 8 * i as u64]);
        let expected = closure.item(&rig.vm, i);
        rig.expect(made, &[frame.0 as u64], is(expected.word()), i);
    }
}
