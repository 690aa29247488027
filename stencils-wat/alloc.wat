;; New objects, taken from the free lists.

;; A cell from the list whose head is at the absolute offset i0; where the list is empty, from the allocator (i1 bytes).
;; Its content is undefined. Exits when there is no memory.
(func $alloc (result i64) (local $cell i32)
  (local.set $cell (i32.load (global.get $i0)))
  (if (call $unlikely (i32.eqz (local.get $cell)))
    (then
      (local.set $cell (call $allocate (global.get $i1)))
      (call $exit_if (i32.eqz (local.get $cell))))
    (else (i32.store (global.get $i0) (i32.load (local.get $cell)))))
  (i64.extend_i32_u (local.get $cell)))
;; Sets the word at o0 of a new object to w1.
(func $init_word (param $object i64)
  (i64.store offset=$o0 (i32.wrap_i64 (local.get $object)) (global.get $w1)))
;; Sets the word at o0 of a new object.
(func $init_field (param $object i64) (param $v i64)
  (i64.store offset=$o0 (i32.wrap_i64 (local.get $object)) (local.get $v)))
;; Adds an attribute: its slot at o0, the shape i1.
(func $attr_add (param $object i64) (param $v i64)
  (i64.store offset=$o0 (i32.wrap_i64 (local.get $object)) (local.get $v))
  (i32.store offset={Instance.shape} (i32.wrap_i64 (local.get $object)) (global.get $i1)))
