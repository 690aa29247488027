;; Attributes of instances whose class and shape were guarded (`guard_head`).

;; The attribute in the instance at o0; exits if it is not set.
(func $attr_load (param $object i64) (result i64) (local $v i64)
  (local.set $v (i64.load offset=$o0 (i32.wrap_i64 (local.get $object))))
  (call $exit_if (i64.eqz (local.get $v)))
  (local.get $v))
(func $attr_store (param $object i64) (param $v i64)
  (i64.store offset=$o0 (i32.wrap_i64 (local.get $object)) (local.get $v)))
;; The same in the overflow cell.
(func $attr_load_overflow (param $object i64) (result i64) (local $v i64)
  (local.set $v (i64.load offset=$o0 (i32.load offset={Instance.overflow} (i32.wrap_i64 (local.get $object)))))
  (call $exit_if (i64.eqz (local.get $v)))
  (local.get $v))
(func $attr_store_overflow (param $object i64) (param $v i64)
  (i64.store offset=$o0 (i32.load offset={Instance.overflow} (i32.wrap_i64 (local.get $object))) (local.get $v)))
;; The content of a cell; exits if it is empty.
(func $cell_load (param $cell i64) (result i64) (local $v i64)
  (local.set $v (i64.load offset={Cell.content} (i32.wrap_i64 (local.get $cell))))
  (call $exit_if (i64.eqz (local.get $v)))
  (local.get $v))
(func $cell_store (param $cell i64) (param $v i64)
  (i64.store offset={Cell.content} (i32.wrap_i64 (local.get $cell)) (local.get $v)))
;; The attribute at o1 if the object's first 8 bytes are w0, else 0.
(func $attr_try (param $object i64) (result i64)
  (if (result i64) (i32.and (i32.wrap_i64 (local.get $object)) (i32.const 3))
    (then (i64.const 0))
    (else (if (result i64) (i64.eq (i64.load (i32.wrap_i64 (local.get $object))) (global.get $w0))
      (then (i64.load offset=$o1 (i32.wrap_i64 (local.get $object))))
      (else (i64.const 0))))))
