//! The linear memory: the one place where Rust code touches the sandbox's bytes.
//!
//! A sandbox's memory is 4 GiB of address space, zero at first and committed by the operating system page
//! by page as it is touched. Because the *whole* range that a `u32` can name is mapped readable and
//! writable (plus [`SLACK`] bytes behind it for an access that starts at the very end), no offset, however
//! damaged, can reach memory that is not the sandbox's own: scalar accesses need no bounds check to be
//! sound. What a cap limits is how much of the range the allocator hands out (`heap::alloc`).
//!
//! This is one of the few modules with `unsafe` (see ARCHITECTURE.md).
#![allow(unsafe_code)]

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

/// Bytes that a `u32` offset can name.
pub const SIZE: usize = 1 << 32;
/// Mapped bytes behind [`SIZE`]: an access at the last offset, or at a field of an object there, stays inside.
pub const SLACK: usize = 1 << 16;

use super::bounds::{PIECE, pieces, tick};

/// Bytes of the private memory: a page of wasm's.
pub const PRIVATE_SIZE: usize = 1 << 16;
/// Where the budget lies in it: an `i64`.
pub const BUDGET: u32 = 0;
/// Where it says that the program must end: an `i64`.
const OVER: usize = 8;
/// Where it says how many bytes more the program may have: an `i64`.
const ROOM: usize = 16;

/// Where a [`Memory`] gets its bytes, and the words beside it that a program cannot reach.
///
/// # Safety
/// `base` must point to `SIZE + SLACK` bytes, readable and writable and zero at first, at least 16-byte
/// aligned, that nothing else uses and that stay where they are until the region is dropped. The same goes for `private` and
/// [`PRIVATE_SIZE`] bytes, which must be no part of the others.
pub unsafe trait Region: Send + Sync {
    /// The first byte.
    fn base(&self) -> NonNull<u8>;
    /// The first byte of the private memory.
    fn private(&self) -> NonNull<u8>;
}

/// A region from Rust's global allocator: enough for tests and for hosts without virtual memory calls.
struct PlainRegion(NonNull<u8>, Box<[AtomicI64]>);

impl PlainRegion {
    // An alignment beyond the allocator's own would make it clear the memory byte by byte instead of mapping zero pages.
    const LAYOUT: Layout = match Layout::from_size_align(SIZE + SLACK, 16) {
        Ok(layout) => layout,
        Err(_) => panic!("a 64-bit address space is required"),
    };

    fn new() -> Option<Self> {
        // SAFETY: the layout's size is not zero.
        let base = NonNull::new(unsafe { alloc_zeroed(Self::LAYOUT) })?;
        let private = std::iter::repeat_with(AtomicI64::default).take(PRIVATE_SIZE / 8).collect();
        Some(Self(base, private))
    }
}

impl Drop for PlainRegion {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with the same layout, and dropped once.
        unsafe { dealloc(self.0.as_ptr(), Self::LAYOUT) }
    }
}

// SAFETY: the pointer is owned, and what it points to is plain bytes.
unsafe impl Send for PlainRegion {}
// SAFETY: as above; the region itself never reads or writes the bytes.
unsafe impl Sync for PlainRegion {}
// SAFETY: allocated zeroed with the size and alignment asked for; freed only in `drop`.
unsafe impl Region for PlainRegion {
    fn base(&self) -> NonNull<u8> {
        self.0
    }
    fn private(&self) -> NonNull<u8> {
        // Atomics may be written through a shared pointer.
        NonNull::from(&*self.1).cast()
    }
}

/// The words by which the host bounds a program, in a memory that the program's own accesses cannot name: compiled code has
/// it as a second linear memory. Clones are the same words; other threads may have them.
#[derive(Clone)]
pub struct Private {
    base: NonNull<u8>,
    region: Arc<dyn Region>,
}

// SAFETY: `base` belongs to `region`, which is Send and Sync, and is used for atomics only.
unsafe impl Send for Private {}
// SAFETY: as above.
unsafe impl Sync for Private {}

impl Private {
    /// Ticks left until the slow path of a poll (see `heap::bounds`).
    #[inline(always)]
    pub fn budget(&self) -> &AtomicI64 {
        // SAFETY: PRIVATE_SIZE bytes are there while `region` is, aligned; every other access from Rust is through this
        // atomic, too, and compiled code's are those of the program's own thread.
        unsafe { self.base.add(BUDGET as usize).cast().as_ref() }
    }

    /// Not 0 once the program must end, whatever it is in the middle of.
    #[inline(always)]
    pub fn over(&self) -> &AtomicI64 {
        // SAFETY: as for the budget; compiled code does not use this word.
        unsafe { self.base.add(OVER).cast().as_ref() }
    }

    /// Bytes more that the program may have, as of the last block it took.
    #[inline(always)]
    pub fn room(&self) -> &AtomicI64 {
        // SAFETY: as for `over`.
        unsafe { self.base.add(ROOM).cast().as_ref() }
    }

    /// The region that it is part of.
    pub fn region(&self) -> &dyn Region {
        &*self.region
    }
}

/// What ends a sandbox whose heap is damaged: the payload of the panic that the host catches at its
/// boundary and reports as an internal error.
#[derive(Debug)]
pub struct HeapDamage(pub String);

/// One sandbox's linear memory.
pub struct Memory {
    base: NonNull<u8>,
    private: Private,
}

// SAFETY: `base` belongs to the region, which is Send, and goes wherever it goes.
unsafe impl Send for Memory {}

macro_rules! scalars {
    ($($read:ident $write:ident $field:ident $set_field:ident $ty:ty;)*) => {$(
        #[doc = concat!("The little-endian `", stringify!($ty), "` at `offset`.")]
        #[inline(always)]
        pub fn $read(&self, offset: u32) -> $ty {
            // SAFETY: any u32 plus the size of a scalar lies within SIZE + SLACK, all of it mapped.
            <$ty>::from_le(unsafe { self.base.as_ptr().add(offset as usize).cast::<$ty>().read_unaligned() })
        }
        #[doc = concat!("Stores a little-endian `", stringify!($ty), "` at `offset`.")]
        #[inline(always)]
        pub fn $write(&mut self, offset: u32, value: $ty) {
            // SAFETY: as for the read; `&mut self` excludes slices handed out by `bytes`.
            unsafe { self.base.as_ptr().add(offset as usize).cast::<$ty>().write_unaligned(value.to_le()) }
        }
        #[doc = concat!("The `", stringify!($ty), "` in the field at `FIELD` of the object at `object`.")]
        #[inline(always)]
        pub fn $field<const FIELD: usize>(&self, object: u32) -> $ty {
            const { assert!(FIELD + 8 <= SLACK) };
            // SAFETY: any u32 plus a field offset checked above lies within SIZE + SLACK.
            <$ty>::from_le(unsafe {
                self.base.as_ptr().add(object as usize + FIELD).cast::<$ty>().read_unaligned()
            })
        }
        #[doc = concat!("Stores the `", stringify!($ty), "` field at `FIELD` of the object at `object`.")]
        #[inline(always)]
        pub fn $set_field<const FIELD: usize>(&mut self, object: u32, value: $ty) {
            const { assert!(FIELD + 8 <= SLACK) };
            // SAFETY: as for the field's read; `&mut self` excludes slices handed out by `bytes`.
            unsafe {
                self.base.as_ptr().add(object as usize + FIELD).cast::<$ty>().write_unaligned(value.to_le())
            }
        }
    )*};
}

impl Memory {
    /// A memory in a plain buffer. `None` if the address space cannot be had.
    pub fn plain() -> Option<Self> {
        PlainRegion::new().map(|region| Self::new(Box::new(region)))
    }

    /// A memory in `region`.
    pub fn new(region: Box<dyn Region>) -> Self {
        Self { base: region.base(), private: Private { base: region.private(), region: region.into() } }
    }

    /// The words beside it that the program cannot reach.
    pub fn private(&self) -> &Private {
        &self.private
    }

    /// Ticks left until the slow path of a poll.
    #[inline(always)]
    pub fn budget(&self) -> &AtomicI64 {
        self.private.budget()
    }

    scalars! {
        u8 set_u8 field_u8 set_field_u8 u8;
        u16 set_u16 field_u16 set_field_u16 u16;
        u32 set_u32 field_u32 set_field_u32 u32;
        u64 set_u64 field_u64 set_field_u64 u64;
    }

    /// `len` bytes at `offset`.
    #[inline(always)]
    pub fn bytes(&self, offset: u32, len: u32) -> &[u8] {
        self.check(offset, len);
        // SAFETY: checked to lie within SIZE; `&self` keeps writers out while the slice lives.
        unsafe { std::slice::from_raw_parts(self.base.as_ptr().add(offset as usize), len as usize) }
    }

    /// `len` bytes at `offset`, writable.
    #[inline(always)]
    pub fn bytes_mut(&mut self, offset: u32, len: u32) -> &mut [u8] {
        self.check(offset, len);
        // SAFETY: checked to lie within SIZE; `&mut self` excludes every other access while it lives.
        unsafe { std::slice::from_raw_parts_mut(self.base.as_ptr().add(offset as usize), len as usize) }
    }

    /// Copies `bytes` in.
    #[inline(always)]
    pub fn write(&mut self, offset: u32, bytes: &[u8]) {
        let to = self.bytes_mut(offset, bytes.len().min(SIZE) as u32);
        if bytes.len() <= PIECE {
            return to.copy_from_slice(bytes);
        }
        for (to, from) in to.chunks_mut(PIECE).zip(pieces(bytes)) {
            to.copy_from_slice(from);
        }
    }

    /// Copies `len` bytes; the ranges may overlap.
    #[inline(always)]
    pub fn copy(&mut self, to: u32, from: u32, len: u32) {
        self.check(from, len);
        self.check(to, len);
        if len as usize > PIECE {
            return self.copy_long(to, from, len);
        }
        // SAFETY: both ranges were checked; `copy` allows overlap.
        unsafe {
            let base = self.base.as_ptr();
            std::ptr::copy(base.add(from as usize), base.add(to as usize), len as usize);
        }
    }

    /// Copies piece by piece, from whichever end the overlap allows.
    #[cold]
    fn copy_long(&mut self, to: u32, from: u32, len: u32) {
        let pieces = len.div_ceil(PIECE as u32);
        for i in 0..pieces {
            tick(PIECE as u64 >> 8);
            let at = PIECE as u32 * if to <= from { i } else { pieces - 1 - i };
            self.copy(to + at, from + at, (len - at).min(PIECE as u32));
        }
    }

    /// Copies `words` 8-byte words without calling out: for the few words of a frame or a small tuple.
    #[inline(always)]
    pub fn copy_words(&mut self, to: u32, from: u32, words: u32) {
        for i in 0..words {
            let word = self.u64(from.wrapping_add(i * 8));
            self.set_u64(to.wrapping_add(i * 8), word);
        }
    }

    /// Zeroes `len` bytes.
    #[inline(always)]
    pub fn zero(&mut self, offset: u32, len: u32) {
        self.fill(offset, len, 0);
    }

    /// Sets `len` bytes to `byte`.
    #[inline(always)]
    pub fn fill(&mut self, offset: u32, len: u32, byte: u8) {
        let bytes = self.bytes_mut(offset, len);
        if bytes.len() <= PIECE {
            return bytes.fill(byte);
        }
        for piece in bytes.chunks_mut(PIECE) {
            tick(PIECE as u64 >> 8);
            piece.fill(byte);
        }
    }

    #[inline(always)]
    fn check(&self, offset: u32, len: u32) {
        if offset as u64 + len as u64 > SIZE as u64 {
            damaged(offset, len);
        }
    }
}

/// Ends the sandbox: a range that the heap's own data names lies outside the memory.
#[cold]
#[inline(never)]
fn damaged(offset: u32, len: u32) -> ! {
    std::panic::panic_any(HeapDamage(format!("range {offset:#x}+{len:#x} lies outside the memory")))
}
