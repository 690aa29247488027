;; Instructions that a helper carries out, for values of any kind. Values that a helper takes in number lie on the operand
;; stack in the frame.

;; Calls what lies i0 bytes behind the frame, with its receiver or nothing and i1 arguments; i2 is the tuple of keywords, or 0.
(func $call_stack_at (param $frame i32) (result i64) (local $r i64)
  (local.set $r (call $call_stack (i32.add (local.get $frame) (global.get $i0)) (global.get $i1) (global.get $i2)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; The attribute with the name w0. Of a method call: what is called; `take_returned` gives the receiver, or 0.
(func $any_load_attr (param $object i64) (result i64) (local $r i64)
  (local.set $r (call $load_attr (local.get $object) (global.get $w0)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_load_method (param $object i64) (result i64) (local $r i64)
  (local.set $r (call $load_method (local.get $object) (global.get $w0)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $any_store_attr (param $object i64) (param $v i64)
  (call $raise_if (i32.eqz (call $store_attr (local.get $object) (global.get $w0) (local.get $v)))))
;; The same of `super`, the class and self, which lie i0 bytes behind the frame; i1 is the instruction's argument, w2 the name.
(func $super_attr_at (param $frame i32) (result i64) (local $r i64)
  (local.set $r (call $load_super (i32.add (local.get $frame) (global.get $i0)) (global.get $i1) (global.get $w2)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; format(value, spec), and without a spec: a string stays what it is.
(func $format_spec (param $v i64) (param $spec i64) (result i64) (local $r i64)
  (local.set $r (call $format (local.get $v) (local.get $spec)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $format_plain (param $v i64) (result i64) (local $r i64)
  (local.set $r (local.get $v))
  (block $done
    (if (i32.eqz (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)))
      (then (br_if $done (i32.eq (i32.load (i32.wrap_i64 (local.get $v))) (i32.const {class.STR})))))
    (local.set $r (call $format (local.get $v) (i64.const {static.EMPTY_STR})))
    (call $raise_if (i64.eqz (local.get $r))))
  (local.get $r))
;; str(), repr() or ascii() of a value.
(func $convert_any (param $v i64) (result i64) (local $r i64)
  (local.set $r (call $convert (global.get $i0) (local.get $v)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; What the instruction with opcode i0 makes of i2 values that lie i1 bytes behind the frame.
(func $build_at (param $frame i32) (result i64) (local $r i64)
  (local.set $r (call $build (global.get $i0) (i32.add (local.get $frame) (global.get $i1)) (global.get $i2)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; Adds an item to a set, all items to a list, removes an item.
(func $any_set_add (param $set i64) (param $v i64)
  (call $raise_if (i32.eqz (call $set_add (local.get $set) (local.get $v)))))
(func $any_list_extend (param $list i64) (param $v i64)
  (call $raise_if (i32.eqz (call $list_extend (local.get $list) (local.get $v)))))
(func $any_del_item (param $container i64) (param $key i64)
  (call $raise_if (i32.eqz (call $del_item (local.get $container) (local.get $key)))))
;; A function of a code object; its attribute i0.
(func $new_function (param $frame i32) (param $code i64) (result i64) (local $r i64)
  (local.set $r (call $make_function (local.get $frame) (local.get $code)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $function_attribute (param $function i64) (param $v i64)
  (call $raise_if (i32.eqz (call $set_function_attribute (global.get $i0) (local.get $function) (local.get $v)))))
;; The closure of a function that was just made.
(func $function_closure (param $function i64) (param $v i64)
  (i32.store offset={Function.closure} (i32.wrap_i64 (local.get $function)) (i32.wrap_i64 (local.get $v))))
;; Enters a context manager: what __enter__ gave; `take_returned` gives the bound __exit__. And calls that with an exception.
(func $with_enter (param $manager i64) (result i64) (local $r i64)
  (local.set $r (call $before_with (local.get $manager)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $with_exit (param $exit i64) (param $exc i64) (result i64) (local $r i64)
  (local.set $r (call $with_except (local.get $exit) (local.get $exc)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
;; -value (i0 = 0) or ~value of anything; numbers are negated here.
(func $any_unary (param $v i64) (result i64) (local $r i64)
  (local.set $r (call $unary (global.get $i0) (local.get $v)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
(func $number_neg (param $v i64) (result i64) (local $r i64)
  (block $done
    ;; 2n + 1 becomes 1 - 2n, unless that is no small integer.
    (if (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 1))
      (then
        (local.set $r (i64.sub (i64.const 2) (local.get $v)))
        (br_if $done (i64.ne (local.get $v) (i64.const 0x8000_0000_0000_0001))))
      (else
        ;; A float's sign is bit 2.
        (local.set $r (i64.xor (local.get $v) (i64.const 4)))
        (br_if $done (i32.eq (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 3)) (i32.const 2)))))
    (local.set $r (call $unary (i32.const 0) (local.get $v)))
    (call $raise_if (i64.eqz (local.get $r))))
  (local.get $r))
;; Unpacks a value to the words from i0 bytes behind the frame on; i1 is the instruction's argument, i2 whether it has a star.
(func $unpack_at (param $frame i32) (param $v i64)
  (call $raise_if (i32.eqz
    (call $unpack (local.get $v) (i32.add (local.get $frame) (global.get $i0)) (global.get $i1) (global.get $i2)))))
;; a + b of two strings; their classes have been guarded.
(func $str_add (param $a i64) (param $b i64) (result i64) (local $r i64)
  (local.set $r (call $str_concat (local.get $a) (local.get $b)))
  (call $raise_if (i64.eqz (local.get $r)))
  (local.get $r))
