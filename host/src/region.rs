//! The sandbox's bytes: 4 GiB of address space from the operating system, used by the core as its
//! [`Memory`](mimeo::heap::Memory) and by wasmtime as the linear memory of compiled code, both at once.
//!
//! The mapping outlives any wasmtime store: a store can be dropped and another made over the same bytes.
//!
//! This is one of the few modules with `unsafe` (see ARCHITECTURE.md).
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::io;
use std::ptr::NonNull;
use std::sync::Arc;

use memmap2::{MmapOptions, MmapRaw};
use mimeo::heap::memory::{PRIVATE_SIZE, Region, SIZE, SLACK};
use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

/// Two mappings of `SIZE + SLACK` zero bytes, committed page by page as they are touched: the program's memory, and the one for
/// the host's own words, of which one wasm page is used.
#[derive(Clone)]
pub struct Mapping {
    memory: Arc<MmapRaw>,
    private: Arc<MmapRaw>,
}

impl Mapping {
    /// Reserves the address space.
    pub fn new() -> io::Result<Mapping> {
        let map = || MmapOptions::new().len(SIZE + SLACK).no_reserve_swap().map_anon();
        let (map, private) = (map()?, map()?);
        // The areas at fixed offsets lie megabytes apart: a huge page for each would make a small program large.
        #[cfg(target_os = "linux")]
        {
            use mimeo::heap::statics::{HEAP, MARKS};
            let _ = map.advise_range(memmap2::Advice::NoHugePage, 0, HEAP as usize);
            let _ = map.advise_range(memmap2::Advice::NoHugePage, MARKS as usize, SIZE - MARKS as usize);
            let _ = private.advise_range(memmap2::Advice::NoHugePage, 0, PRIVATE_SIZE);
        }
        Ok(Mapping { memory: Arc::new(map.into()), private: Arc::new(private.into()) })
    }
}

fn first_byte(map: &MmapRaw) -> NonNull<u8> {
    // A mapping does not lie at 0.
    NonNull::new(map.as_mut_ptr()).unwrap_or(NonNull::dangling())
}

// SAFETY: the mapping has SIZE + SLACK readable and writable zero bytes at a page boundary, and stays until the last
// clone is gone. Clones exist for one `Memory` and for the wasm store of the same sandbox only, which run on one thread
// and in turn: compiled code runs while the VM waits for it.
unsafe impl Region for Mapping {
    fn base(&self) -> NonNull<u8> {
        first_byte(&self.memory)
    }
    fn private(&self) -> NonNull<u8> {
        first_byte(&self.private)
    }
}

thread_local! {
    /// The mappings that the next memories made on this thread take, the last first: wasmtime asks an engine-wide creator for each
    /// memory, synchronously, without saying whose it is.
    static NEXT: RefCell<Vec<Linear>> = const { RefCell::new(Vec::new()) };
}

/// Runs `make`, in which wasmtime may create two memories, of the sizes `MEMORIES`: they get `mapping`.
pub(crate) fn with_mapping<R>(mapping: &Mapping, make: impl FnOnce() -> R) -> R {
    let Mapping { memory, private } = mapping.clone();
    let next = vec![Linear { map: private, size: PRIVATE_SIZE }, Linear { map: memory, size: SIZE }];
    NEXT.with(|announced| announced.replace(next));
    let made = make();
    NEXT.with(|announced| announced.take());
    made
}

/// Gives wasmtime the memories announced by [`with_mapping`].
pub(crate) struct Creator;

// SAFETY: each memory has the whole 4 GiB that a 32-bit index reaches, accessible from the start, never moved and never
// grown. What wasmtime takes for its guard are the SLACK bytes behind it, mapped and belonging to the same sandbox (and what
// it takes for unreachable in the second memory, likewise): an access that reaches them is no escape.
unsafe impl MemoryCreator for Creator {
    fn new_memory(
        &self,
        _: MemoryType,
        minimum: usize,
        _: Option<usize>,
        reserved: Option<usize>,
        guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        if reserved.is_some_and(|bytes| bytes > SIZE) || guard > SLACK {
            return Err(format!("a memory of {reserved:?} bytes with a guard of {guard} was asked for"));
        }
        match NEXT.with(|next| next.borrow_mut().pop()) {
            Some(linear) if linear.size == minimum => Ok(Box::new(linear)),
            _ => Err(format!("no memory of {minimum} bytes was announced")),
        }
    }
}

/// One of a mapping's memories, of which `size` bytes are used.
struct Linear {
    map: Arc<MmapRaw>,
    size: usize,
}

// SAFETY: as for the creator.
unsafe impl LinearMemory for Linear {
    fn byte_size(&self) -> usize {
        self.size
    }
    fn byte_capacity(&self) -> usize {
        self.size
    }
    fn grow_to(&mut self, _: usize) -> wasmtime::Result<()> {
        Err(wasmtime::Error::msg("the memory has its full size"))
    }
    fn as_ptr(&self) -> *mut u8 {
        self.map.as_mut_ptr()
    }
}
