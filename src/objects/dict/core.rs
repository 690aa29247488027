//! The hash table behind `dict`: an index table of entry numbers and, in the same cell, the entries in insertion order.
//!
//! Exact strings and small integers are hashed and compared without calling anything; other keys go through
//! `vm.hash` and `vm.eq`, which may run Python, so the table is looked at again after each comparison.

use crate::bytecode::hash;
use crate::heap::bounds::every;
use crate::heap::layout::{Dict, Str};
use crate::heap::memory::Memory;
use crate::heap::{Kind, Res, Value, alloc};
use crate::vm::Vm;

/// Bytes of an entry: hash, key, value.
pub const ENTRY: u32 = 24;
/// A key's offset in its entry.
pub const KEY: u32 = 8;
/// A value's offset in its entry.
pub const VALUE: u32 = 16;
/// Index slot: never used.
const EMPTY: u32 = 0;
/// Index slot: its entry was deleted.
const DELETED: u32 = u32::MAX;
/// Index slots of the smallest table.
const MIN_SLOTS: u32 = 8;

/// Whether `v` is a string of exactly the type `str`.
#[inline(always)]
pub fn is_exact_str(m: &Memory, v: Value) -> bool {
    v.is_object() && m.u32(v.offset()) == Kind::STR.class()
}

/// The hash of any key, as the table stores it.
#[inline(always)]
pub fn hash_key(vm: &mut Vm, key: Value) -> Res<u64> {
    if let Some(n) = key.as_small_int() {
        return Ok(hash::int(n) as u64);
    }
    if is_exact_str(&vm.heap, key) {
        return vm.str_hash(key);
    }
    Ok(vm.hash(key)? as u64)
}

/// The hash of an exact string: for names, which nearly always know it. It is neither kept nor counted.
#[inline(always)]
fn hash_name(vm: &Vm, name: Value) -> u64 {
    let s = Str(name.offset());
    match s.hash(&vm.heap) {
        0 => vm.hash_bytes(s.bytes(&vm.heap)),
        hash => hash,
    }
}

/// What can be said of the equality of two different words without calling anything.
#[inline(always)]
pub(crate) fn quick_eq(vm: &Vm, a: Value, b: Value) -> Option<bool> {
    if a.is_small_int() && b.is_small_int() || a.is_small_float() && b.is_small_float() {
        return Some(false);
    }
    if is_exact_str(&vm.heap, a) && is_exact_str(&vm.heap, b) {
        return Some(vm.str_eq(a, b));
    }
    None
}

/// A new, empty dict.
#[inline]
pub fn new(vm: &mut Vm) -> Res<Dict> {
    Ok(Dict(vm.alloc(Kind::DICT.class(), Dict::SIZE)?))
}

/// A new dict with room for `n` keys.
pub fn with_capacity(vm: &mut Vm, n: usize) -> Res<Dict> {
    let d = new(vm)?;
    if n > 0 {
        resize(vm, d, slots_for(n as u64))?;
    }
    Ok(d)
}

/// Keys present.
#[inline(always)]
pub fn len(m: &Memory, d: Dict) -> u32 {
    d.used(m)
}

/// Index slots for `n` entries (as many as u64 to tell what is too much).
fn slots_for(n: u64) -> u64 {
    (n * 3).div_ceil(2).max(MIN_SLOTS as u64).next_power_of_two()
}

/// Entries that an index of `slots` has room for.
const fn usable(slots: u64) -> u64 {
    slots * 2 / 3
}

/// The offset of the entry `number`.
#[inline(always)]
pub fn entry_at(m: &Memory, d: Dict, number: u32) -> u32 {
    d.entries(m).wrapping_add(number.wrapping_mul(ENTRY))
}

/// The value in the entry `number`, if the entry is live: for inline caches that remember entry numbers.
#[inline(always)]
pub fn value_at(m: &Memory, d: Dict, number: u32) -> Option<Value> {
    if number >= d.filled(m) {
        return None;
    }
    Value::from_word(m.u64(entry_at(m, d, number).wrapping_add(VALUE)))
}

/// Where a key was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The offset of the index slot.
    slot: u32,
    /// The number of the entry.
    pub number: u32,
}

/// One probe sequence: CPython's, which visits every slot.
struct Probe {
    i: u32,
    mask: u32,
    perturb: u64,
}

impl Probe {
    #[inline(always)]
    fn new(hash: u64, mask: u32) -> Self {
        Self { i: hash as u32 & mask, mask, perturb: hash }
    }
    #[inline(always)]
    fn advance(&mut self) {
        self.perturb >>= 5;
        self.i = self.i.wrapping_mul(5).wrapping_add(self.perturb as u32).wrapping_add(1) & self.mask;
    }
}

/// Finds an exact string without calling Python; `Err(())`: a key of another type has the same hash. With `STRICT` false
/// such a key counts as different, unless it is of a subclass of str and has the same characters.
#[inline(always)]
fn find_str<const STRICT: bool>(vm: &Vm, d: Dict, key: Value, hash: u64) -> Result<Option<Found>, ()> {
    let m = &vm.heap;
    let index = d.index(m);
    if index == 0 {
        return Ok(None);
    }
    let entries = d.entries(m);
    let mut probe = Probe::new(hash, d.mask(m));
    loop {
        let slot = index.wrapping_add(probe.i * 4);
        let number = m.u32(slot);
        if number == EMPTY {
            return Ok(None);
        }
        if number != DELETED {
            let number = number - 1;
            let entry = entries.wrapping_add(number.wrapping_mul(ENTRY));
            let word = m.u64(entry.wrapping_add(KEY));
            if word == key.word() {
                return Ok(Some(Found { slot, number }));
            }
            if m.u64(entry) == hash
                && let Some(other) = Value::from_word(word)
            {
                if STRICT && !is_exact_str(m, other) {
                    return Err(());
                }
                if other.is_object() && vm.is_str(other) && vm.str_eq(other, key) {
                    return Ok(Some(Found { slot, number }));
                }
            }
        }
        probe.advance();
    }
}

#[inline]
fn lookup_str(vm: &Vm, d: Dict, key: Value, hash: u64) -> Option<Found> {
    find_str::<false>(vm, d, key, hash).unwrap_or(None)
}

/// Finds a small integer; `Err(())`: a key of another type has the same hash, so the general search must decide.
#[inline]
fn lookup_int(m: &Memory, d: Dict, key: Value, hash: u64) -> Result<Option<Found>, ()> {
    let index = d.index(m);
    if index == 0 {
        return Ok(None);
    }
    let entries = d.entries(m);
    let mut probe = Probe::new(hash, d.mask(m));
    loop {
        let slot = index.wrapping_add(probe.i * 4);
        let number = m.u32(slot);
        if number == EMPTY {
            return Ok(None);
        }
        if number != DELETED {
            let number = number - 1;
            let entry = entries.wrapping_add(number.wrapping_mul(ENTRY));
            let word = m.u64(entry.wrapping_add(KEY));
            if word == key.word() {
                return Ok(Some(Found { slot, number }));
            }
            if word & 1 == 0 && m.u64(entry) == hash {
                return Err(());
            }
        }
        probe.advance();
    }
}

/// Finds any key; may call Python.
#[inline(never)]
fn lookup_any(vm: &mut Vm, d: Dict, key: Value, hash: u64) -> Res<Option<Found>> {
    'again: loop {
        let index = d.index(&vm.heap);
        if index == 0 {
            return Ok(None);
        }
        let entries = d.entries(&vm.heap);
        let mut probe = Probe::new(hash, d.mask(&vm.heap));
        loop {
            let slot = index.wrapping_add(probe.i * 4);
            let number = vm.heap.u32(slot);
            if number == EMPTY {
                return Ok(None);
            }
            if number != DELETED {
                let number = number - 1;
                let entry = entries.wrapping_add(number.wrapping_mul(ENTRY));
                let word = vm.heap.u64(entry.wrapping_add(KEY));
                if word == key.word() {
                    return Ok(Some(Found { slot, number }));
                }
                if vm.heap.u64(entry) == hash
                    && let Some(other) = Value::from_word(word)
                {
                    let equal = match quick_eq(vm, other, key) {
                        Some(equal) => equal,
                        None => {
                            let equal = vm.eq(other, key)?;
                            // The comparison may have run Python that changed the table.
                            let moved = d.index(&vm.heap) != index || d.entries(&vm.heap) != entries;
                            if moved || vm.heap.u64(entry.wrapping_add(KEY)) != word {
                                continue 'again;
                            }
                            equal
                        }
                    };
                    if equal {
                        return Ok(Some(Found { slot, number }));
                    }
                }
            }
            probe.advance();
        }
    }
}

/// Finds `key`, whose hash is known.
#[inline]
pub fn lookup(vm: &mut Vm, d: Dict, key: Value, hash: u64) -> Res<Option<Found>> {
    if key.is_small_int() {
        if let Ok(found) = lookup_int(&vm.heap, d, key, hash) {
            return Ok(found);
        }
    } else if is_exact_str(&vm.heap, key)
        && let Ok(found) = find_str::<true>(vm, d, key, hash)
    {
        return Ok(found);
    }
    lookup_any(vm, d, key, hash)
}

/// The value of `key`. The key is hashed: TypeError if it cannot be.
#[inline]
pub fn get(vm: &mut Vm, d: Dict, key: Value) -> Res<Option<Value>> {
    let hash = hash_key(vm, key)?;
    get_hashed(vm, d, key, hash)
}

/// The value of `key`, whose hash is known.
#[inline]
pub fn get_hashed(vm: &mut Vm, d: Dict, key: Value, hash: u64) -> Res<Option<Value>> {
    Ok(match lookup(vm, d, key, hash)? {
        Some(found) => value_at(&vm.heap, d, found.number),
        None => None,
    })
}

/// The value of the exact string `key`. Never raises, never calls Python.
#[inline]
pub fn get_str(vm: &Vm, d: Dict, key: Value) -> Option<Value> {
    let found = lookup_str(vm, d, key, hash_name(vm, key))?;
    value_at(&vm.heap, d, found.number)
}

/// The number of the entry of the exact string `key`.
#[inline]
pub fn find_str_entry(vm: &Vm, d: Dict, key: Value) -> Option<u32> {
    lookup_str(vm, d, key, hash_name(vm, key)).map(|found| found.number)
}

/// Sets `key` to `value`.
#[inline]
pub fn insert(vm: &mut Vm, d: Dict, key: Value, value: Value) -> Res<()> {
    let hash = hash_key(vm, key)?;
    insert_hashed(vm, d, key, hash, value)
}

/// Sets `key`, whose hash is known, to `value`.
#[inline]
pub fn insert_hashed(vm: &mut Vm, d: Dict, key: Value, hash: u64, value: Value) -> Res<()> {
    match lookup(vm, d, key, hash)? {
        Some(found) => {
            set_value(vm, d, found, value);
            Ok(())
        }
        None => append(vm, d, key, hash, value),
    }
}

/// Sets the exact string `key` to `value`. Raises MemoryError only; never calls Python.
#[inline]
pub fn insert_str(vm: &mut Vm, d: Dict, key: Value, value: Value) -> Res<()> {
    let hash = vm.str_hash(key)?;
    match lookup_str(vm, d, key, hash) {
        Some(found) => {
            set_value(vm, d, found, value);
            Ok(())
        }
        None => append(vm, d, key, hash, value),
    }
}

/// The value of `key`, set to `default` first if it is missing.
pub fn set_default(vm: &mut Vm, d: Dict, key: Value, default: Value) -> Res {
    let hash = hash_key(vm, key)?;
    if let Some(found) = lookup(vm, d, key, hash)?
        && let Some(value) = value_at(&vm.heap, d, found.number)
    {
        return Ok(value);
    }
    append(vm, d, key, hash, default)?;
    Ok(default)
}

#[inline(always)]
fn set_value(vm: &mut Vm, d: Dict, found: Found, value: Value) {
    let entry = entry_at(&vm.heap, d, found.number);
    vm.heap.set_u64(entry.wrapping_add(VALUE), value.word());
}

/// Appends an entry for a key that is known to be missing.
#[inline]
pub fn append(vm: &mut Vm, d: Dict, key: Value, hash: u64, value: Value) -> Res<()> {
    let filled = d.filled(&vm.heap);
    if filled >= d.cap(&vm.heap) {
        let used = d.used(&vm.heap) as u64;
        resize(vm, d, (used * 3).max(MIN_SLOTS as u64).next_power_of_two())?;
        return append_in_room(vm, d, key, hash, value);
    }
    append_in_room(vm, d, key, hash, value)
}

#[inline(always)]
fn append_in_room(vm: &mut Vm, d: Dict, key: Value, hash: u64, value: Value) -> Res<()> {
    let m = &mut vm.heap.memory;
    let (filled, used) = (d.filled(m), d.used(m));
    link(m, d.index(m), d.mask(m), hash, filled);
    let entry = entry_at(m, d, filled);
    m.set_u64(entry, hash);
    m.set_u64(entry.wrapping_add(KEY), key.word());
    m.set_u64(entry.wrapping_add(VALUE), value.word());
    d.set_filled(m, filled + 1);
    d.set_used(m, used + 1);
    d.set_version(m, 0);
    Ok(())
}

/// Puts entry `number` into the first empty slot of its probe sequence.
#[inline(always)]
fn link(m: &mut Memory, index: u32, mask: u32, hash: u64, number: u32) {
    let mut probe = Probe::new(hash, mask);
    loop {
        let slot = index.wrapping_add(probe.i * 4);
        if m.u32(slot) == EMPTY {
            m.set_u32(slot, number + 1);
            return;
        }
        probe.advance();
    }
}

/// Gives the dict an index of `slots` slots (a power of two), its entries compacted.
fn resize(vm: &mut Vm, d: Dict, slots: u64) -> Res<()> {
    let mut slots = slots;
    while usable(slots) < d.used(&vm.heap) as u64 {
        slots *= 2;
    }
    let cap = usable(slots);
    let bytes = slots * 4 + cap * ENTRY as u64;
    if bytes > u32::MAX as u64 / 2 {
        return Err(vm.memory_error());
    }
    let (slots, cap) = (slots as u32, cap as u32);
    let cell = vm.alloc_buffer(bytes as u32)?;
    let m = &mut vm.heap.memory;
    m.zero(cell, slots * 4);
    let entries = cell + slots * 4;
    let (old, old_entries, filled, used) = (d.index(m), d.entries(m), d.filled(m), d.used(m));
    if used == filled {
        m.copy(entries, old_entries, used.saturating_mul(ENTRY));
    } else {
        let mut to = entries;
        let end = entries + cap * ENTRY;
        for i in 0..filled {
            every(i);
            let from = old_entries.wrapping_add(i.wrapping_mul(ENTRY));
            if m.u64(from.wrapping_add(KEY)) != 0 && to < end {
                m.copy_words(to, from, 3);
                to += ENTRY;
            }
        }
    }
    for i in 0..used.min(cap) {
        every(i);
        let hash = m.u64(entries + i * ENTRY);
        link(m, cell, slots - 1, hash, i);
    }
    let old_bytes = (d.mask(m) as u64 + 1) * 4 + d.cap(m) as u64 * ENTRY as u64;
    d.set_index(m, cell);
    d.set_entries(m, entries);
    d.set_mask(m, slots - 1);
    d.set_cap(m, cap);
    d.set_filled(m, used.min(cap));
    d.set_first(m, 0);
    d.set_version(m, 0);
    if old != 0 && old_bytes > alloc::LARGEST as u64 / 2 {
        vm.heap.free_large(old);
    }
    Ok(())
}

/// Removes `key`; its value if it was there.
pub fn remove(vm: &mut Vm, d: Dict, key: Value) -> Res<Option<Value>> {
    let hash = hash_key(vm, key)?;
    remove_hashed(vm, d, key, hash)
}

/// Removes `key`, whose hash is known; its value if it was there.
pub fn remove_hashed(vm: &mut Vm, d: Dict, key: Value, hash: u64) -> Res<Option<Value>> {
    let Some(found) = lookup(vm, d, key, hash)? else { return Ok(None) };
    let value = value_at(&vm.heap, d, found.number);
    unlink(&mut vm.heap, d, found);
    Ok(value)
}

/// Removes the exact string `key`; its value if it was there. Never calls Python.
pub fn remove_str(vm: &mut Vm, d: Dict, key: Value) -> Option<Value> {
    let hash = hash_name(vm, key);
    let found = lookup_str(vm, d, key, hash)?;
    let value = value_at(&vm.heap, d, found.number);
    unlink(&mut vm.heap, d, found);
    value
}

fn unlink(m: &mut Memory, d: Dict, found: Found) {
    m.set_u32(found.slot, DELETED);
    let entry = entry_at(m, d, found.number);
    m.set_u64(entry.wrapping_add(KEY), 0);
    m.set_u64(entry.wrapping_add(VALUE), 0);
    let used = d.used(m);
    d.set_used(m, used.saturating_sub(1));
    d.set_version(m, 0);
    if found.number == d.first(m) {
        let (mut first, filled) = (found.number, d.filled(m));
        while first < filled && m.u64(entry_at(m, d, first).wrapping_add(KEY)) == 0 {
            first += 1;
        }
        d.set_first(m, first);
    }
}

/// The first live entry at or behind `pos`: (the position behind it, hash, key, value).
#[inline(always)]
pub fn next_entry(m: &Memory, d: Dict, pos: u32) -> Option<(u32, u64, Value, Value)> {
    every(pos);
    entry_from(m, d, pos)
}

/// The same for an iterator, whose turns are counted where it is used.
#[inline(always)]
pub fn entry_from(m: &Memory, d: Dict, pos: u32) -> Option<(u32, u64, Value, Value)> {
    let filled = d.filled(m);
    let mut pos = pos.max(d.first(m));
    while pos < filled {
        let entry = entry_at(m, d, pos);
        pos += 1;
        if let (Some(key), Some(value)) = (
            Value::from_word(m.u64(entry.wrapping_add(KEY))),
            Value::from_word(m.u64(entry.wrapping_add(VALUE))),
        ) {
            return Some((pos, m.u64(entry), key, value));
        }
    }
    None
}

/// The last live entry before `pos`: (its position, hash, key, value).
pub fn previous_entry(m: &Memory, d: Dict, pos: u32) -> Option<(u32, u64, Value, Value)> {
    let (mut pos, first) = (pos.min(d.filled(m)), d.first(m));
    while pos > first {
        pos -= 1;
        let entry = entry_at(m, d, pos);
        if let (Some(key), Some(value)) = (
            Value::from_word(m.u64(entry.wrapping_add(KEY))),
            Value::from_word(m.u64(entry.wrapping_add(VALUE))),
        ) {
            return Some((pos, m.u64(entry), key, value));
        }
    }
    None
}

/// All (key, value) pairs, in order. Unrooted: for callers that call no Python, or that keep the dict as it is.
pub fn items(m: &Memory, d: Dict) -> Vec<(Value, Value)> {
    let mut items = Vec::with_capacity(d.used(m).min(1 << 20) as usize);
    let mut pos = 0;
    while let Some((next, _, key, value)) = next_entry(m, d, pos) {
        pos = next;
        items.push((key, value));
    }
    items
}

/// Moves `key`, which is there, to the front or the back. Raises MemoryError only, once the key was found; whether it was.
pub fn move_to_end(vm: &mut Vm, d: Dict, key: Value, last: bool) -> Res<bool> {
    let hash = hash_key(vm, key)?;
    let Some(found) = lookup(vm, d, key, hash)? else { return Ok(false) };
    let entry = entry_at(&vm.heap, d, found.number);
    let m = &vm.heap;
    let (stored, value) = (m.u64(entry.wrapping_add(KEY)), m.u64(entry.wrapping_add(VALUE)));
    let (Some(stored), Some(value)) = (Value::from_word(stored), Value::from_word(value)) else {
        return Ok(false);
    };
    if last {
        if found.number + 1 != d.filled(m) {
            unlink(&mut vm.heap, d, found);
            append(vm, d, stored, hash, value)?;
        }
        return Ok(true);
    }
    if found.number == d.first(m) {
        return Ok(true);
    }
    unlink(&mut vm.heap, d, found);
    if d.first(&vm.heap) == 0 || d.filled(&vm.heap) >= d.cap(&vm.heap) {
        // No hole in front: make some, as many as there are keys, so that the next moves find theirs.
        open_front(vm, d)?;
    }
    let m = &mut vm.heap.memory;
    // It takes an index slot as an entry at the back would: so the index never runs out of empty ones.
    let cap = d.cap(m);
    d.set_cap(m, cap.saturating_sub(1));
    let first = d.first(m).saturating_sub(1);
    link(m, d.index(m), d.mask(m), hash, first);
    let entry = entry_at(m, d, first);
    m.set_u64(entry, hash);
    m.set_u64(entry.wrapping_add(KEY), stored.word());
    m.set_u64(entry.wrapping_add(VALUE), value.word());
    let used = d.used(m);
    d.set_used(m, used + 1);
    d.set_first(m, first);
    Ok(true)
}

/// Moves the live entries up so that there are dead ones before them.
fn open_front(vm: &mut Vm, d: Dict) -> Res<()> {
    let used = d.used(&vm.heap);
    resize(vm, d, slots_for(used as u64 * 3 + 8))?;
    let m = &mut vm.heap.memory;
    let gap = used + 1;
    let (index, slots) = (d.index(m), d.mask(m) + 1);
    m.zero(index, slots * 4);
    let from = d.entries(m);
    m.copy(from + gap * ENTRY, from, used * ENTRY);
    m.zero(from, gap * ENTRY);
    for i in 0..used {
        every(i);
        let hash = m.u64(from + (gap + i) * ENTRY);
        link(m, index, slots - 1, hash, gap + i);
    }
    d.set_filled(m, gap + used);
    d.set_first(m, gap);
    Ok(())
}

/// Removes everything.
pub fn clear(m: &mut Memory, d: Dict) {
    d.set_used(m, 0);
    d.set_filled(m, 0);
    d.set_index(m, 0);
    d.set_mask(m, 0);
    d.set_entries(m, 0);
    d.set_cap(m, 0);
    d.set_first(m, 0);
    d.set_version(m, 0);
}

/// A new dict (of exactly that type) with the same items.
pub fn copy(vm: &mut Vm, d: Dict) -> Res<Dict> {
    let new = new(vm)?;
    let m = &vm.heap;
    let (used, filled) = (d.used(m), d.filled(m));
    if used == 0 {
        return Ok(new);
    }
    if used == filled {
        // No holes: the cell can be taken over as it is.
        let (index, mask, cap) = (d.index(m), d.mask(m), d.cap(m));
        let head = (mask as u64 + 1) * 4;
        let bytes = head + cap as u64 * ENTRY as u64;
        if bytes > u32::MAX as u64 / 2 {
            return Err(vm.memory_error());
        }
        let cell = vm.alloc_buffer(bytes as u32)?;
        let m = &mut vm.heap.memory;
        m.copy(cell, index, head as u32 + used * ENTRY);
        new.set_index(m, cell);
        new.set_entries(m, cell + head as u32);
        new.set_mask(m, mask);
        new.set_cap(m, cap);
        new.set_used(m, used);
        new.set_filled(m, used);
        return Ok(new);
    }
    resize(vm, new, slots_for(used as u64))?;
    let mut pos = 0;
    while let Some((next, hash, key, value)) = next_entry(&vm.heap, d, pos) {
        pos = next;
        append(vm, new, key, hash, value)?;
    }
    Ok(new)
}

/// Sets every item of `other` in `d`. Raises RuntimeError if a comparison changes `other`.
pub fn update(vm: &mut Vm, d: Dict, other: Dict) -> Res<()> {
    if d == other || other.used(&vm.heap) == 0 {
        return Ok(());
    }
    reserve(vm, d, other.used(&vm.heap))?;
    let used = other.used(&vm.heap);
    let empty = d.filled(&vm.heap) == 0;
    let mut pos = 0;
    while let Some((next, hash, key, value)) = next_entry(&vm.heap, other, pos) {
        pos = next;
        if empty {
            // Keys of one dict differ from one another.
            append(vm, d, key, hash, value)?;
            continue;
        }
        insert_hashed(vm, d, key, hash, value)?;
        if other.used(&vm.heap) != used {
            return Err(
                vm.raise(crate::objects::exception_types::exc::RUNTIME_ERROR, "dict mutated during update")
            );
        }
    }
    Ok(())
}

/// Makes room for `more` keys that may be new.
pub fn reserve(vm: &mut Vm, d: Dict, more: u32) -> Res<()> {
    let m = &vm.heap;
    let room = d.cap(m).saturating_sub(d.filled(m));
    if room >= more {
        return Ok(());
    }
    let wanted = d.used(m) as u64 + more as u64;
    resize(vm, d, slots_for(wanted))
}

/// Removes and gives the last item.
pub fn pop_item(m: &mut Memory, d: Dict) -> Option<(Value, Value)> {
    let (number, hash, key, value) = previous_entry(m, d, u32::MAX)?;
    let index = d.index(m);
    let mut probe = Probe::new(hash, d.mask(m));
    loop {
        let slot = index.wrapping_add(probe.i * 4);
        match m.u32(slot) {
            EMPTY => break,
            at if at == number + 1 => {
                unlink(m, d, Found { slot, number });
                break;
            }
            _ => probe.advance(),
        }
    }
    // The entries behind are free again, but their index slots stay marked as deleted: the room is given up until
    // the next resize, so that the index never runs out of empty slots.
    let lost = d.filled(m) - number;
    let cap = d.cap(m);
    d.set_cap(m, cap.saturating_sub(lost));
    d.set_filled(m, number);
    if d.first(m) > number {
        d.set_first(m, number);
    }
    Some((key, value))
}

/// The version of the dict's keys: equal versions mean the same keys in the same entries.
pub fn version(vm: &mut Vm, d: Dict) -> u32 {
    match d.version(&vm.heap) {
        0 => {
            let version = vm.next_version();
            d.set_version(&mut vm.heap, version);
            version
        }
        version => version,
    }
}
