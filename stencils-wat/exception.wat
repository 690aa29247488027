;; Raising and handling.

;; Raises: the instruction that the complete frame names is a `raise`.
(func $raise_now (param $frame i32) (call $raise_if (i32.eqz (call $raise (local.get $frame)))))
;; The exception that the frame's instruction raised, on the way to its handler.
(func $catch_here (param $frame i32) (result i64) (call $catch (local.get $frame)))
;; The same of one that was raised again.
(func $catch_again (param $frame i32) (result i64) (call $take_exception (local.get $frame)))
;; Makes the exception the one being handled. The one that was, or None.
(func $push_handled (param $exc i64) (result i64) (local $v i64)
  (local.set $v (i64.load (i32.const {STATE.handled})))
  (i64.store (i32.const {STATE.handled}) (local.get $exc))
  (select (i64.const {static.NONE}) (local.get $v) (i64.eqz (local.get $v))))
;; Makes this the exception being handled; None: there is none.
(func $pop_handled (param $v i64)
  (i64.store (i32.const {STATE.handled})
    (select (i64.const 0) (local.get $v) (i64.eq (local.get $v) (i64.const {static.NONE})))))
;; Whether the exception is of the class, or matches the pattern.
(func $exc_match_any (param $exc i64) (param $pattern i64) (result i32) (local $r i32)
  (local.set $r (i32.const 1))
  (if (i32.ne (i32.load (i32.wrap_i64 (local.get $exc))) (i32.wrap_i64 (local.get $pattern)))
    (then
      (local.set $r (call $exc_match (local.get $exc) (local.get $pattern)))
      (call $raise_if (i32.eq (local.get $r) (i32.const 2)))))
  (local.get $r))
