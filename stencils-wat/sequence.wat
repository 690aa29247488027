;; Lists and tuples, their iterators, ranges. The class has been guarded.

;; list[i]; exits if the index is out of range.
(func $list_get (param $list i64) (param $i i64) (result i64) (local $n i64) (local $k i64)
  (local.set $n (i64.load32_u offset={List.len} (i32.wrap_i64 (local.get $list))))
  (local.set $k (i64.add (local.get $i) (i64.and (local.get $n) (i64.shr_s (local.get $i) (i64.const 63)))))
  (call $exit_if (i64.ge_u (local.get $k) (local.get $n)))
  (i64.load (i32.add (i32.load offset={List.items} (i32.wrap_i64 (local.get $list)))
                     (i32.shl (i32.wrap_i64 (local.get $k)) (i32.const 3)))))
;; list[i] for an index known not to be negative.
(func $list_get_nonneg (param $list i64) (param $i i64) (result i64)
  (call $exit_if (i64.ge_u (local.get $i) (i64.load32_u offset={List.len} (i32.wrap_i64 (local.get $list)))))
  (i64.load (i32.add (i32.load offset={List.items} (i32.wrap_i64 (local.get $list)))
                     (i32.shl (i32.wrap_i64 (local.get $i)) (i32.const 3)))))
;; list[i] = v; exits if the index is out of range.
(func $list_set (param $list i64) (param $i i64) (param $v i64) (local $n i64) (local $k i64)
  (local.set $n (i64.load32_u offset={List.len} (i32.wrap_i64 (local.get $list))))
  (local.set $k (i64.add (local.get $i) (i64.and (local.get $n) (i64.shr_s (local.get $i) (i64.const 63)))))
  (call $exit_if (i64.ge_u (local.get $k) (local.get $n)))
  (i64.store (i32.add (i32.load offset={List.items} (i32.wrap_i64 (local.get $list)))
                      (i32.shl (i32.wrap_i64 (local.get $k)) (i32.const 3)))
             (local.get $v)))
(func $list_len (param $list i64) (result i64) (i64.load32_u offset={List.len} (i32.wrap_i64 (local.get $list))))
;; tuple[i]; exits if the index is out of range.
(func $tuple_get (param $tuple i64) (param $i i64) (result i64) (local $n i64) (local $k i64)
  (local.set $n (i64.load32_u offset={Tuple.len} (i32.wrap_i64 (local.get $tuple))))
  (local.set $k (i64.add (local.get $i) (i64.and (local.get $n) (i64.shr_s (local.get $i) (i64.const 63)))))
  (call $exit_if (i64.ge_u (local.get $k) (local.get $n)))
  (i64.load offset={Tuple.size} (i32.add (i32.wrap_i64 (local.get $tuple))
                                         (i32.shl (i32.wrap_i64 (local.get $k)) (i32.const 3)))))
(func $tuple_len (param $tuple i64) (result i64) (i64.load32_u offset={Tuple.len} (i32.wrap_i64 (local.get $tuple))))
;; Exits unless the tuple has i0 items.
(func $guard_tuple_len (param $tuple i64)
  (call $exit_if (i32.ne (i32.load offset={Tuple.len} (i32.wrap_i64 (local.get $tuple))) (global.get $i0))))
;; Exits unless the list has i0 items.
(func $guard_list_len (param $list i64)
  (call $exit_if (i32.ne (i32.load offset={List.len} (i32.wrap_i64 (local.get $list))) (global.get $i0))))
;; The item at o0 in a tuple whose length was guarded; the same of a list.
(func $tuple_item (param $tuple i64) (result i64) (i64.load offset=$o0 (i32.wrap_i64 (local.get $tuple))))
(func $list_item (param $list i64) (result i64)
  (i64.load offset=$o0 (i32.load offset={List.items} (i32.wrap_i64 (local.get $list)))))
(func $dict_len (param $dict i64) (result i64) (i64.load32_u offset={Dict.used} (i32.wrap_i64 (local.get $dict))))
(func $str_len (param $str i64) (result i64) (i64.load32_u offset={Str.len} (i32.wrap_i64 (local.get $str))))

;; Whether the range iterator has numbers left, and its next number.
(func $range_has_next (param $it i64) (result i32)
  (i64.gt_s (i64.load offset={RangeIter.left} (i32.wrap_i64 (local.get $it))) (i64.const 0)))
(func $range_next (param $it i64) (result i64) (local $n i64)
  (local.set $n (i64.load offset={RangeIter.next} (i32.wrap_i64 (local.get $it))))
  (i64.store offset={RangeIter.left} (i32.wrap_i64 (local.get $it))
    (i64.sub (i64.load offset={RangeIter.left} (i32.wrap_i64 (local.get $it))) (i64.const 1)))
  (i64.store offset={RangeIter.next} (i32.wrap_i64 (local.get $it))
    (i64.add (local.get $n) (i64.load offset={RangeIter.step} (i32.wrap_i64 (local.get $it)))))
  (local.get $n))
;; Whether the list iterator has items left. An exhausted iterator names no list.
(func $list_iter_has_next (param $it i64) (result i32) (local $list i32)
  (local.set $list (i32.wrap_i64 (i64.load offset={SeqIter.seq} (i32.wrap_i64 (local.get $it)))))
  (i32.and (i32.ne (local.get $list) (i32.const 0))
    (i32.lt_u (i32.load offset={SeqIter.index} (i32.wrap_i64 (local.get $it)))
              (i32.load offset={List.len} (local.get $list)))))
(func $list_iter_next (param $it i64) (result i64) (local $i i32)
  (local.set $i (i32.load offset={SeqIter.index} (i32.wrap_i64 (local.get $it))))
  (i32.store offset={SeqIter.index} (i32.wrap_i64 (local.get $it)) (i32.add (local.get $i) (i32.const 1)))
  (i64.load (i32.add
    (i32.load offset={List.items} (i32.wrap_i64 (i64.load offset={SeqIter.seq} (i32.wrap_i64 (local.get $it)))))
    (i32.shl (local.get $i) (i32.const 3)))))
;; The same of a tuple iterator.
(func $tuple_iter_has_next (param $it i64) (result i32) (local $tuple i32)
  (local.set $tuple (i32.wrap_i64 (i64.load offset={SeqIter.seq} (i32.wrap_i64 (local.get $it)))))
  (i32.and (i32.ne (local.get $tuple) (i32.const 0))
    (i32.lt_u (i32.load offset={SeqIter.index} (i32.wrap_i64 (local.get $it)))
              (i32.load offset={Tuple.len} (local.get $tuple)))))
(func $tuple_iter_next (param $it i64) (result i64) (local $i i32)
  (local.set $i (i32.load offset={SeqIter.index} (i32.wrap_i64 (local.get $it))))
  (i32.store offset={SeqIter.index} (i32.wrap_i64 (local.get $it)) (i32.add (local.get $i) (i32.const 1)))
  (i64.load offset={Tuple.size} (i32.add
    (i32.wrap_i64 (i64.load offset={SeqIter.seq} (i32.wrap_i64 (local.get $it))))
    (i32.shl (local.get $i) (i32.const 3)))))
;; Marks an exhausted sequence iterator as such.
(func $iter_exhaust (param $it i64) (i64.store offset={SeqIter.seq} (i32.wrap_i64 (local.get $it)) (i64.const 0)))
;; The next item of any iterator, 0 if it is exhausted.
(func $iter_next (param $it i64) (result i64) (local $r i64)
  (local.set $r (call $for_iter (local.get $it)))
  (call $raise_if (i64.eq (local.get $r) (i64.const {static.RAISE})))
  (local.get $r))
;; list.append(v) if there is room; whether there was none.
(func $list_append_if_room (param $list i64) (param $v i64) (result i32) (local $n i32) (local $full i32)
  (local.set $n (i32.load offset={List.len} (i32.wrap_i64 (local.get $list))))
  (local.set $full (i32.ge_u (local.get $n) (i32.load offset={List.cap} (i32.wrap_i64 (local.get $list)))))
  (if (i32.eqz (local.get $full)) (then
    (i64.store (i32.add (i32.load offset={List.items} (i32.wrap_i64 (local.get $list)))
                        (i32.shl (local.get $n) (i32.const 3)))
               (local.get $v))
    (i32.store offset={List.len} (i32.wrap_i64 (local.get $list)) (i32.add (local.get $n) (i32.const 1)))))
  (local.get $full))
;; The numbers in range(a, b), and a range iterator's fields are its start, this, and 1.
(func $range_len (param $a i64) (param $b i64) (result i64) (local $n i64)
  (local.set $n (i64.sub (local.get $b) (local.get $a)))
  (call $exit_if (i64.gt_s (local.get $n) (i64.const 4611686018427387903)))
  (select (local.get $n) (i64.const 0) (i64.gt_s (local.get $n) (i64.const 0))))
;; A field of a range that is a 63-bit integer, unboxed; exits if it is a larger one.
(func $range_field (param $range i64) (result i64) (local $v i64)
  (local.set $v (i64.load offset=$o0 (i32.wrap_i64 (local.get $range))))
  (call $exit_if (i32.eqz (i32.and (i32.wrap_i64 (local.get $v)) (i32.const 1))))
  (i64.shr_s (local.get $v) (i64.const 1)))
