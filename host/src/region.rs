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
use mimeo::heap::memory::{Region, SIZE, SLACK};
use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

/// A mapping of `SIZE + SLACK` zero bytes, committed page by page as they are touched.
#[derive(Clone)]
pub struct Mapping(Arc<MmapRaw>);

impl Mapping {
    /// Reserves the address space.
    pub fn new() -> io::Result<Mapping> {
        let map = MmapOptions::new().len(SIZE + SLACK).no_reserve_swap().map_anon()?;
        // The areas at fixed offsets lie megabytes apart: a huge page for each would make a small program large.
        #[cfg(target_os = "linux")]
        {
            use mimeo::heap::statics::{HEAP, MARKS};
            let _ = map.advise_range(memmap2::Advice::NoHugePage, 0, HEAP as usize);
            let _ = map.advise_range(memmap2::Advice::NoHugePage, MARKS as usize, SIZE - MARKS as usize);
        }
        Ok(Mapping(Arc::new(map.into())))
    }

    /// The first byte.
    pub fn base(&self) -> NonNull<u8> {
        NonNull::new(self.0.as_mut_ptr()).unwrap_or(NonNull::dangling())
    }
}

// SAFETY: the mapping has SIZE + SLACK readable and writable zero bytes at a page boundary, and stays until the last
// clone is gone. Clones exist for one `Memory` and for the wasm store of the same sandbox only, which run on one thread
// and in turn: compiled code runs while the VM waits for it.
unsafe impl Region for Mapping {
    fn base(&self) -> NonNull<u8> {
        self.base()
    }
}

thread_local! {
    /// The mapping that the next memory made on this thread takes: wasmtime asks an engine-wide creator for each
    /// memory, synchronously, without saying whose it is.
    static NEXT: RefCell<Option<Mapping>> = const { RefCell::new(None) };
}

/// Runs `make`, in which wasmtime may create one memory: it gets `mapping`.
pub(crate) fn with_mapping<R>(mapping: &Mapping, make: impl FnOnce() -> R) -> R {
    NEXT.with(|next| next.replace(Some(mapping.clone())));
    let made = make();
    NEXT.with(|next| next.replace(None));
    made
}

/// Gives wasmtime the memories announced by [`with_mapping`].
pub(crate) struct Creator;

// SAFETY: the memory is the whole 4 GiB that a 32-bit index reaches, accessible from the start, never moved and never
// grown. What wasmtime takes for its guard are the SLACK bytes behind it, mapped and belonging to the same sandbox: an
// access that reaches them is no escape.
unsafe impl MemoryCreator for Creator {
    fn new_memory(
        &self,
        _: MemoryType,
        minimum: usize,
        _: Option<usize>,
        reserved: Option<usize>,
        guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        if minimum != SIZE || reserved.is_some_and(|bytes| bytes > SIZE) || guard > SLACK {
            return Err(format!("a memory of {minimum} bytes with a guard of {guard} was asked for"));
        }
        match NEXT.with(|next| next.take()) {
            Some(mapping) => Ok(Box::new(mapping)),
            None => Err("no mapping was announced for this memory".into()),
        }
    }
}

// SAFETY: as for the creator.
unsafe impl LinearMemory for Mapping {
    fn byte_size(&self) -> usize {
        SIZE
    }
    fn byte_capacity(&self) -> usize {
        SIZE
    }
    fn grow_to(&mut self, _: usize) -> wasmtime::Result<()> {
        Err(wasmtime::Error::msg("the memory has its full size"))
    }
    fn as_ptr(&self) -> *mut u8 {
        self.0.as_mut_ptr()
    }
}
