;; Frames: slots, calls, safepoints, single steps.

;; The word at o0 behind the frame, and its store.
(func $load_slot (param $frame i32) (result i64) (i64.load offset=$o0 (local.get $frame)))
(func $store_slot (param $frame i32) (param $v i64) (i64.store offset=$o0 (local.get $frame) (local.get $v)))
;; Stores the instruction's offset (low half) and the stack depth (high half) of w0.
(func $store_instr (param $frame i32) (i64.store offset={Frame.instr} (local.get $frame) (global.get $w0)))
;; The word at the absolute offset i0.
(func $load_cell (result i64) (i64.load (global.get $i0)))

;; Takes one from the budget; whether it has run out.
(func $poll (result i32) (local $left i64)
  (local.set $left (i64.sub (i64.load $private (i32.const {static.BUDGET})) (i64.const 1)))
  (i64.store $private (i32.const {static.BUDGET}) (local.get $left))
  (i64.lt_s (local.get $left) (i64.const 0)))
;; The slow path of a safepoint.
(func $safepoint_due (param $frame i32)
  (call $raise_if (i32.eqz (call $safepoint (local.get $frame)))))
;; Whether the code with the exit i0 has been given up; and an exit if so.
(func $code_given_up (result i32) (call $is_given_up (global.get $i0)))
(func $exit_when (param $flag i32) (call $exit_if (local.get $flag)))
;; Lets the interpreter execute the instruction that the complete frame names.
(func $step_one (param $frame i32)
  (call $raise_if (i32.eqz (call $step (local.get $frame)))))
;; Notes that the exit i0 - 1 is taken.
(func $note_exit (i32.store (i32.const {STATE.exit_site}) (global.get $i0)))
;; Adds the frame to the exception's traceback.
(func $trace_back (param $frame i32) (drop (call $add_traceback (local.get $frame))))

;; Exits if i0 bytes from the frame's start do not fit, or i1 calls in one another would pass the recursion limit: the
;; interpreter raises where it has to.
(func $guard_room (param $frame i32)
  (call $exit_if (i32.or
    (i32.gt_u (i32.add (local.get $frame) (global.get $i0)) (i32.load (i32.const {STATE.stack_limit})))
    (i32.gt_u (i32.add (i32.load offset={Frame.depth} (local.get $frame)) (global.get $i1))
              (i32.load (i32.const {STATE.recursion_limit}))))))
;; Where the callee's frame goes: i0 bytes (this frame's size) on.
(func $place_frame (param $frame i32) (result i32) (i32.add (local.get $frame) (global.get $i0)))
;; Fills the callee's header: code i0, first instruction w1 (stack depth 0), function and namespace w2, owner and 1 more of depth
;; w3 (owner in the high half); stores the caller's instruction w4. The callee's frame becomes the running one.
(func $enter_frame (param $frame i32) (param $callee i32)
  (i64.store offset={Frame.instr} (local.get $frame) (global.get $w4))
  (i32.store offset={Frame.code} (local.get $callee) (global.get $i0))
  (i32.store offset={Frame.prev} (local.get $callee) (local.get $frame))
  (i64.store offset={Frame.instr} (local.get $callee) (global.get $w1))
  (i64.store offset={Frame.func} (local.get $callee) (global.get $w2))
  ;; Depth and owner lie side by side.
  (i64.store offset={Frame.depth} (local.get $callee)
    (i64.add (i64.load32_u offset={Frame.depth} (local.get $frame)) (global.get $w3)))
  (i32.store (i32.const {STATE.frame}) (local.get $callee)))
;; Zeroes i1 bytes at i0 behind the callee's frame.
(func $clear_slots (param $callee i32)
  (memory.fill (i32.add (local.get $callee) (global.get $i0)) (i32.const 0) (global.get $i1)))
;; Calls through the slot of the code object i0.
(func $call_slot (param $callee i32) (result i64)
  (call_indirect (type $entry) (local.get $callee) (i32.load offset={Code.slot} (global.get $i0))))
;; What the callee gave: completes it in the interpreter if it asks for that. The caller's frame runs again.
(func $leave_frame (param $r i64) (param $frame i32) (param $callee i32) (result i64) (local $v i64)
  (local.set $v (local.get $r))
  (i32.store (i32.const {STATE.frame}) (local.get $frame))
  ;; 0, 8 and 16: no value. Small integers are no larger, but odd.
  (if (call $unlikely (i64.eqz (i64.and (local.get $r) (i64.const -25))))
    (then
      (local.set $v (call $complete (local.get $callee) (local.get $r)))
      (i32.store (i32.const {STATE.frame}) (local.get $frame))
      (call $raise_if (i64.eqz (local.get $v)))))
  (local.get $v))
;; The same for an inlined callee's exit: r is what it left with.
(func $finish_inlined (param $r i64) (param $frame i32) (param $callee i32) (result i64) (local $v i64)
  (local.set $v (call $complete (local.get $callee) (local.get $r)))
  (i32.store (i32.const {STATE.frame}) (local.get $frame))
  (call $raise_if (i64.eqz (local.get $v)))
  (local.get $v))
;; The frame is the running one again.
(func $run_again (param $frame i32) (i32.store (i32.const {STATE.frame}) (local.get $frame)))
;; Exits unless the running function's globals are the dict i0.
(func $guard_globals (param $frame i32)
  (call $exit_if (i32.ne (i32.load offset={Function.globals} (i32.load offset={Frame.func} (local.get $frame)))
                         (global.get $i0))))

;; Exits unless the word is a Python function that takes exactly i0 arguments on the fast path. Its code.
(func $guard_function (param $f i64) (result i32) (local $code i32)
  (call $exit_if (i32.and (i32.wrap_i64 (local.get $f)) (i32.const 3)))
  (call $exit_if (i32.ne (i32.load (i32.wrap_i64 (local.get $f))) (i32.const {class.FUNCTION})))
  (local.set $code (i32.load offset={Function.code} (i32.wrap_i64 (local.get $f))))
  (call $exit_if (i32.eqz (i32.load offset={Code.simple} (local.get $code))))
  (call $exit_if (i32.ne (i32.load offset={Code.argcount} (local.get $code)) (global.get $i0)))
  (local.get $code))
;; `place_frame` for a code that is known only when it runs.
(func $place_frame_of (param $frame i32) (param $code i32) (result i32)
  (call $exit_if (i32.gt_u
    (i32.add (i32.add (local.get $frame) (global.get $i0)) (i32.load offset={Code.framesize} (local.get $code)))
    (i32.load (i32.const {STATE.stack_limit}))))
  (call $exit_if (i32.ge_u (i32.load offset={Frame.depth} (local.get $frame))
                           (i32.load (i32.const {STATE.recursion_limit}))))
  (i32.add (local.get $frame) (global.get $i0)))
;; `enter_frame` for such a code; w0 is the caller's instruction. Locals from i1 on are zeroed.
(func $enter_frame_of (param $frame i32) (param $callee i32) (param $code i32) (param $f i64)
  (local $at i32) (local $end i32)
  (i64.store offset={Frame.instr} (local.get $frame) (global.get $w0))
  (i32.store offset={Frame.code} (local.get $callee) (local.get $code))
  (i32.store offset={Frame.prev} (local.get $callee) (local.get $frame))
  (i64.store offset={Frame.instr} (local.get $callee) (i64.load32_u offset={Code.bytecode} (local.get $code)))
  (i64.store offset={Frame.func} (local.get $callee) (local.get $f))
  (i32.store offset={Frame.depth} (local.get $callee)
    (i32.add (i32.load offset={Frame.depth} (local.get $frame)) (i32.const 1)))
  (i32.store offset={Frame.owner} (local.get $callee) (i32.const 0))
  (i32.store (i32.const {STATE.frame}) (local.get $callee))
  (local.set $at (i32.add (local.get $callee) (global.get $i1)))
  (local.set $end (i32.add (i32.add (local.get $callee) (i32.const {Frame.size}))
    (i32.shl (i32.load offset={Code.nlocalsplus} (local.get $code)) (i32.const 3))))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (i64.store (local.get $at) (i64.const 0))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $next))))
;; Calls through the slot of a code object.
(func $call_slot_of (param $callee i32) (param $code i32) (result i64)
  (call_indirect (type $entry) (local.get $callee) (i32.load offset={Code.slot} (local.get $code))))
;; What __init__ returned must be None.
(func $check_init (param $r i64)
  (if (call $unlikely (i64.ne (local.get $r) (i64.const {static.NONE})))
    (then (call $raise_if (i32.eqz (call $init_returned (local.get $r)))))))
;; Calls native i0 with i2 arguments that lie i1 bytes behind the frame.
(func $call_native_at (param $frame i32) (result i64) (local $r i64)
  (local.set $r (call $call_native (global.get $i0) (i32.add (local.get $frame) (global.get $i1)) (global.get $i2)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; Calls the value w0 with i2 arguments that lie i1 bytes behind the frame.
(func $call_value_at (param $frame i32) (result i64) (local $r i64)
  (local.set $r (call $call_value (global.get $w0) (i32.add (local.get $frame) (global.get $i1)) (global.get $i2)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; Exits unless the frame's namespace is the dict i0.
(func $guard_namespace (param $frame i32)
  (call $exit_if (i32.ne (i32.load offset={Frame.namespace} (local.get $frame)) (global.get $i0))))
;; Stores a word at the absolute offset i0.
(func $store_cell (param $v i64) (i64.store (global.get $i0) (local.get $v)))
;; Item i0 (in bytes from the tuple's start) of the running function's closure.
(func $closure_item (param $frame i32) (result i64)
  (i64.load offset=$o0 (i32.load offset={Function.closure} (i32.load offset={Frame.func} (local.get $frame)))))

;; Operations on any values, by the helpers.
(func $any_binary (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (call $binary (global.get $i0) (local.get $a) (local.get $b)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_compare (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (call $compare (global.get $i0) (local.get $a) (local.get $b)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_truth (param $a i64) (result i32) (local $r i32)
  (local.set $r (call $truth (local.get $a)))
  (call $raise_if (i32.eq (local.get $r) (i32.const 2)))
  (local.get $r))
(func $any_get_item (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (call $get_item (local.get $a) (local.get $b)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_set_item (param $a i64) (param $b i64) (param $v i64)
  (call $raise_if (i32.eqz (call $set_item (local.get $a) (local.get $b) (local.get $v)))))
(func $any_contains (param $a i64) (param $b i64) (result i32) (local $r i32)
  (local.set $r (call $contains (local.get $a) (local.get $b)))
  (call $raise_if (i32.eq (local.get $r) (i32.const 2)))
  (local.get $r))
;; iter(value)
(func $any_iter (param $a i64) (result i64) (local $r i64)
  (local.set $r (call $get_iter (local.get $a)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; container[start:stop], and a store into it
(func $any_get_slice (param $a i64) (param $start i64) (param $stop i64) (result i64) (local $r i64)
  (local.set $r (call $get_slice (local.get $a) (local.get $start) (local.get $stop)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_set_slice (param $a i64) (param $start i64) (param $stop i64) (param $v i64)
  (call $raise_if (i32.eqz (call $set_slice (local.get $a) (local.get $start) (local.get $stop) (local.get $v)))))
;; slice(start, stop, step)
(func $new_slice (param $start i64) (param $stop i64) (param $step i64) (result i64) (local $r i64)
  (local.set $r (call $build_slice (local.get $start) (local.get $stop) (local.get $step)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; What operator i0 gives when the left operand's own method gave r: r, unless it said NotImplemented.
(func $or_reflected (param $r i64) (param $a i64) (param $b i64) (result i64) (local $v i64)
  (local.set $v (local.get $r))
  (if (call $unlikely (i64.eq (local.get $r) (i64.const {static.NOT_IMPLEMENTED})))
    (then
      (local.set $v (call $reflected (global.get $i0) (local.get $a) (local.get $b)))
      (call $raise_if (i64.eqz (local.get $v)))))
  (local.get $v))
;; Whether two strings are equal; their classes have been guarded. Strings of one byte are compared here.
(func $str_eq (param $a i64) (param $b i64) (result i32) (local $n i32) (local $r i32)
  (block $done
    (local.set $r (i64.eq (local.get $a) (local.get $b)))
    (br_if $done (local.get $r))
    (local.set $n (i32.load offset={Str.len} (i32.wrap_i64 (local.get $a))))
    (br_if $done (i32.ne (local.get $n) (i32.load offset={Str.len} (i32.wrap_i64 (local.get $b)))))
    (if (i32.eqz (i32.or (i32.ne (local.get $n) (i32.const 1))
          (i32.and (i32.const 3) (i32.or (i32.load offset={Str.state} (i32.wrap_i64 (local.get $a)))
                                         (i32.load offset={Str.state} (i32.wrap_i64 (local.get $b)))))))
      (then
        (local.set $r (i32.eq (i32.load8_u offset={Str.size} (i32.wrap_i64 (local.get $a)))
                              (i32.load8_u offset={Str.size} (i32.wrap_i64 (local.get $b)))))
        (br $done)))
    (local.set $r (call $str_equal (local.get $a) (local.get $b))))
  (local.get $r))
