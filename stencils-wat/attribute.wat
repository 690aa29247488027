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
;; The content of a cell; exits if it is empty.
(func $cell_load (param $cell i64) (result i64) (local $v i64)
  (local.set $v (i64.load offset={Cell.content} (i32.wrap_i64 (local.get $cell))))
  (call $exit_if (i64.eqz (local.get $v)))
  (local.get $v))
(func $cell_store (param $cell i64) (param $v i64)
  (i64.store offset={Cell.content} (i32.wrap_i64 (local.get $cell)) (local.get $v)))
;; The attribute of an instance by the attribute cache's entry for the hash i0 and the key i1; 0 if there is none.
(func $attr_find (param $object i64) (result i64) (local $head i64) (local $entry i32)
  (if (result i64) (call $unlikely (i32.and (i32.wrap_i64 (local.get $object)) (i32.const 3)))
    (then (i64.const 0))
    (else
      (local.set $head (i64.load (i32.wrap_i64 (local.get $object))))
      (local.set $entry (i32.shl (i32.and (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $head) (i64.const 36))) (global.get $i0))
                                          (i32.const 2047)) (i32.const 5)))
      (if (result i64) (call $likely (i32.and
          (i64.eq (i64.load offset={static.ATTR_CACHE} (local.get $entry)) (local.get $head))
          (i32.eq (i32.load offset={static.ATTR_CACHE_KEY} (local.get $entry)) (global.get $i1))))
        (then (i64.load (i32.add (i32.wrap_i64 (local.get $object))
                                 (i32.load offset={static.ATTR_CACHE_OFFSET} (local.get $entry)))))
        (else (i64.const 0))))))
;; The function in an instance's class by the same cache; 0 if there is no entry.
(func $method_find (param $object i64) (result i64) (local $head i64) (local $entry i32)
  (if (result i64) (call $unlikely (i32.and (i32.wrap_i64 (local.get $object)) (i32.const 3)))
    (then (i64.const 0))
    (else
      (local.set $head (i64.load (i32.wrap_i64 (local.get $object))))
      (local.set $entry (i32.shl (i32.and (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $head) (i64.const 36))) (global.get $i0))
                                          (i32.const 2047)) (i32.const 5)))
      (if (result i64) (call $likely (i32.and
          (i64.eq (i64.load offset={static.ATTR_CACHE} (local.get $entry)) (local.get $head))
          (i32.eq (i32.load offset={static.ATTR_CACHE_KEY} (local.get $entry)) (global.get $i1))))
        (then (i64.load offset={static.ATTR_CACHE_FOUND} (local.get $entry)))
        (else (i64.const 0))))))
;; Stores an attribute where the same cache says, and the shape that the instance gets if the attribute is new. Whether there
;; was no entry: then nothing has happened.
(func $attr_put (param $object i64) (param $v i64) (result i32) (local $head i64) (local $entry i32) (local $shape i32)
  (if (result i32) (call $unlikely (i32.and (i32.wrap_i64 (local.get $object)) (i32.const 3)))
    (then (i32.const 1))
    (else
      (local.set $head (i64.load (i32.wrap_i64 (local.get $object))))
      (local.set $entry (i32.shl (i32.and (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $head) (i64.const 36))) (global.get $i0))
                                          (i32.const 2047)) (i32.const 5)))
      (if (result i32) (call $likely (i32.and
          (i64.eq (i64.load offset={static.ATTR_CACHE} (local.get $entry)) (local.get $head))
          (i32.eq (i32.load offset={static.ATTR_CACHE_KEY} (local.get $entry)) (global.get $i1))))
        (then
          (i64.store (i32.add (i32.wrap_i64 (local.get $object))
                              (i32.load offset={static.ATTR_CACHE_OFFSET} (local.get $entry))) (local.get $v))
          (local.set $shape (i32.load offset={static.ATTR_CACHE_FOUND} (local.get $entry)))
          (if (local.get $shape)
            (then (i32.store offset={Instance.shape} (i32.wrap_i64 (local.get $object)) (local.get $shape))))
          (i32.const 0))
        (else (i32.const 1))))))
