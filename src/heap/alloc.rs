//! The allocator: non-moving size classes in 64 KiB blocks, large cells as runs of blocks.
//!
//! A block holds cells of one size class. Free cells are linked through their first word, a list a class,
//! with the heads in [`VmState`] so that compiled code can allocate inline. Nothing is stored in a live
//! cell: whether a cell lives is a bit in the mark table. After a collection the blocks of a class are swept
//! one at a time, when that class's list runs dry (lazy sweep).

use super::layout::VmState;
use super::memory::Memory;
use super::statics::{self, STATE};

/// log2 of a block's size.
pub const BLOCK_SHIFT: u32 = 16;
/// Bytes of a block.
pub const BLOCK: u32 = 1 << BLOCK_SHIFT;
/// Cell sizes, in bytes, by class.
pub const CLASSES: [u32; 28] = [
    16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280,
    1536, 1792, 2048, 2720, 4096, 8176, 16368,
];
/// The largest cell that lies in a block of its class; larger ones get blocks of their own.
pub const LARGEST: u32 = CLASSES[CLASSES.len() - 1];
/// Where the free lists' heads lie.
pub const FREE_LISTS: u32 = statics::VM_STATE + 128;

const _: () = assert!(128 + CLASSES.len() as u32 * 4 <= VmState::SIZE);

/// The class of each cell size up to [`LARGEST`], by sixteenths.
const CLASS_OF: [u8; (LARGEST / 16 + 1) as usize] = {
    let mut table = [0; (LARGEST / 16 + 1) as usize];
    let mut class = 0;
    let mut i = 0;
    while i < table.len() {
        if i as u32 * 16 > CLASSES[class] {
            class += 1;
        }
        table[i] = class as u8;
        i += 1;
    }
    table
};

/// What a block holds, as [`statics::BLOCK_KINDS`] says: 0 free, 1 + class, or one of these.
const LARGE_HEAD: u8 = 0xFE;
const LARGE_TAIL: u8 = 0xFF;

/// The heap is at its cap (or the address space is full).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// The heap: the memory, and what the allocator derives from it.
pub struct Heap {
    /// The sandbox's memory.
    pub memory: Memory,
    /// Per class: blocks that were not swept since the last collection.
    unswept: Vec<Vec<u32>>,
    /// Blocks of every class, in use.
    pub(super) blocks: Vec<Vec<u32>>,
    /// Large cells: first block and number of blocks.
    pub(super) large: Vec<(u32, u32)>,
    /// Free single blocks below the heap's top.
    free_blocks: Vec<u32>,
    /// Free runs of blocks below the heap's top: first block, length.
    free_runs: Vec<(u32, u32)>,
    /// First byte that no block uses yet.
    pub top: u32,
    /// What the host allows.
    pub bounds: super::bounds::Bounds,
    /// Fill what a collection frees with [`POISON`], so that whoever uses it still is found out: for tests.
    pub poison: bool,
}

/// Looks like the offset of an object where none can be.
const POISON: u64 = 0xDEAD_BEE8_DEAD_BEE8;

impl std::ops::Deref for Heap {
    type Target = Memory;
    #[inline(always)]
    fn deref(&self) -> &Memory {
        &self.memory
    }
}

impl std::ops::DerefMut for Heap {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }
}

/// The size class that holds `size` bytes; `None` for a large cell.
#[inline(always)]
pub const fn class_of(size: u32) -> Option<usize> {
    if size <= LARGEST { Some(CLASS_OF[(size as usize).div_ceil(16)] as usize) } else { None }
}

impl Heap {
    /// An empty heap in `memory`, with a cap of `limit` bytes.
    pub fn new(mut memory: Memory, limit: u64) -> Self {
        let m = &mut memory;
        STATE.set_threshold(m, MIN_THRESHOLD);
        STATE.set_root_top(m, statics::ROOT_STACK);
        STATE.set_next_version(m, 1);
        let heap = Self {
            memory,
            unswept: vec![Vec::new(); CLASSES.len()],
            blocks: vec![Vec::new(); CLASSES.len()],
            large: Vec::new(),
            free_blocks: Vec::new(),
            free_runs: Vec::new(),
            top: statics::HEAP,
            bounds: super::bounds::Bounds { limit, ..Default::default() },
            poison: false,
        };
        heap.tell_room();
        heap
    }

    /// A cell of at least `size` bytes, its content undefined.
    #[inline(always)]
    pub fn alloc(&mut self, size: u32) -> Result<u32, OutOfMemory> {
        match class_of(size) {
            Some(class) => {
                let head = FREE_LISTS + class as u32 * 4;
                let cell = self.u32(head);
                if cell != 0 {
                    let next = self.u32(cell);
                    self.set_u32(head, next);
                    return Ok(cell);
                }
                self.refill(class)
            }
            None => self.alloc_large(size),
        }
    }

    /// A cell of at least `size` bytes, all zero.
    #[inline(always)]
    pub fn alloc_zeroed(&mut self, size: u32) -> Result<u32, OutOfMemory> {
        let cell = self.alloc(size)?;
        self.zero(cell, size.next_multiple_of(8));
        Ok(cell)
    }

    /// Bytes that the cell at `cell` holds.
    pub fn cell_size(&self, cell: u32) -> u32 {
        match self.u8(statics::BLOCK_KINDS + (cell >> BLOCK_SHIFT)) {
            LARGE_HEAD => {
                let first = cell & !(BLOCK - 1);
                self.large.iter().find(|(head, _)| *head == first).map_or(0, |(_, n)| n * BLOCK)
            }
            0 | LARGE_TAIL => 0,
            kind => CLASSES.get(kind as usize - 1).copied().unwrap_or(0),
        }
    }

    /// Fills the free list of `class` from a block and takes its first cell.
    #[cold]
    #[inline(never)]
    fn refill(&mut self, class: usize) -> Result<u32, OutOfMemory> {
        loop {
            let (block, fresh) = match self.unswept[class].pop() {
                Some(block) => (block, false),
                None => (self.take_block(class)?, true),
            };
            let (first, bytes) = if fresh { self.link_fresh(block, class) } else { self.sweep(block, class) };
            if first != 0 {
                let allocated = STATE.allocated(self) + bytes as u64;
                STATE.set_allocated(self, allocated);
                self.poll_threshold(allocated);
                let next = self.u32(first);
                self.set_u32(FREE_LISTS + class as u32 * 4, next);
                return Ok(first);
            }
        }
    }

    /// Makes the next safepoint collect if enough was allocated since the last collection.
    #[inline]
    fn poll_threshold(&mut self, allocated: u64) {
        if allocated >= STATE.threshold(self) {
            self.request(super::REQUEST_COLLECT);
        }
    }

    /// A block for `class`: a free one, or one from the top.
    fn take_block(&mut self, class: usize) -> Result<u32, OutOfMemory> {
        self.charge_blocks(BLOCK as u64)?;
        let block = match self.best_run(1) {
            Some(block) => block,
            None => self.grow(1)?,
        };
        self.set_block_kind(block, class as u8 + 1);
        self.blocks[class].push(block);
        Ok(block)
    }

    /// Takes `n` blocks out of the shortest free run that has them: long runs are for large cells.
    fn best_run(&mut self, n: u32) -> Option<u32> {
        if n == 1
            && let Some(block) = self.free_blocks.pop()
        {
            return Some(block);
        }
        let fits = self.free_runs.iter().enumerate().filter(|(_, (_, len))| *len >= n);
        let (i, _) = fits.min_by_key(|(_, (first, len))| (*len, *first))?;
        let (first, len) = self.free_runs[i];
        if len == n {
            self.free_runs.swap_remove(i);
        } else {
            self.free_runs[i] = (first + n * BLOCK, len - n);
        }
        Some(first)
    }

    fn grow(&mut self, blocks: u32) -> Result<u32, OutOfMemory> {
        let top = self.top;
        let end = top as u64 + blocks as u64 * BLOCK as u64;
        if end > statics::MARKS as u64 {
            self.bounds.used = self.bounds.used.saturating_sub(blocks as u64 * BLOCK as u64);
            return Err(OutOfMemory);
        }
        self.top = end as u32;
        Ok(top)
    }

    fn set_block_kind(&mut self, block: u32, kind: u8) {
        self.set_u8(statics::BLOCK_KINDS + (block >> BLOCK_SHIFT), kind);
    }

    /// Links all cells of a new block; the first cell and the bytes linked.
    fn link_fresh(&mut self, block: u32, class: usize) -> (u32, u32) {
        let size = CLASSES[class];
        let n = BLOCK / size;
        for i in 0..n {
            let next = if i + 1 < n { block + (i + 1) * size } else { 0 };
            self.set_u32(block + i * size, next);
        }
        (block, n * size)
    }

    /// Links the unmarked cells of a block; the first cell (0 if there is none) and the bytes linked.
    fn sweep(&mut self, block: u32, class: usize) -> (u32, u32) {
        let size = CLASSES[class];
        let mut free = 0;
        let mut bytes = 0;
        for i in (0..BLOCK / size).rev() {
            let cell = block + i * size;
            if !self.is_marked(cell) {
                self.set_u32(cell, free);
                free = cell;
                bytes += size;
            }
        }
        (free, bytes)
    }

    #[cold]
    #[inline(never)]
    fn alloc_large(&mut self, size: u32) -> Result<u32, OutOfMemory> {
        let n = size.div_ceil(BLOCK);
        self.charge_blocks(n as u64 * BLOCK as u64)?;
        let first = match self.best_run(n) {
            Some(first) => first,
            None => {
                // Neighbours that were freed since the last collection may be room enough together.
                self.coalesce();
                match self.best_run(n) {
                    Some(first) => first,
                    None => self.grow(n)?,
                }
            }
        };
        self.set_block_kind(first, LARGE_HEAD);
        for i in 1..n {
            self.set_block_kind(first + i * BLOCK, LARGE_TAIL);
        }
        self.large.push((first, n));
        let allocated = STATE.allocated(self) + n as u64 * BLOCK as u64;
        STATE.set_allocated(self, allocated);
        self.poll_threshold(allocated);
        Ok(first)
    }

    /// Gives a large cell back at once: only for a buffer that its owner has just replaced.
    pub fn free_large(&mut self, cell: u32) {
        if let Some(i) = self.large.iter().position(|(first, _)| *first == cell) {
            let (first, n) = self.large.swap_remove(i);
            self.release_run(first, n);
        }
    }

    fn release_run(&mut self, first: u32, n: u32) {
        for i in 0..n {
            self.set_block_kind(first + i * BLOCK, 0);
        }
        self.bounds.used = self.bounds.used.saturating_sub(n as u64 * BLOCK as u64);
        self.tell_room();
        if n == 1 {
            self.free_blocks.push(first);
        } else {
            self.free_runs.push((first, n));
        }
    }

    /// Whether the cell at `cell` was reached by the last collection.
    #[inline(always)]
    pub fn is_marked(&self, cell: u32) -> bool {
        self.u8(statics::MARKS + (cell >> 7)) & (1 << ((cell >> 4) & 7)) != 0
    }

    /// Marks a cell; whether it was unmarked before.
    #[inline(always)]
    pub(super) fn mark(&mut self, cell: u32) -> bool {
        let at = statics::MARKS + (cell >> 7);
        let bit = 1 << ((cell >> 4) & 7);
        let old = self.u8(at);
        self.set_u8(at, old | bit);
        old & bit == 0
    }

    /// Forgets all marks and free lists: the start of a collection.
    pub(super) fn clear_marks(&mut self) {
        let top = self.top;
        self.zero(statics::MARKS + (statics::HEAP >> 7), (top - statics::HEAP) >> 7);
        self.zero(FREE_LISTS, CLASSES.len() as u32 * 4);
    }

    /// Frees what was not marked: large cells and wholly free blocks at once, the rest lazily. Sets the
    /// next threshold from what lives.
    pub(super) fn finish_collection(&mut self) {
        // What lives, not the blocks that it is scattered over: those would let the heap grow as it gets holes.
        let mut live = 0;
        for (first, n) in std::mem::take(&mut self.large) {
            if self.is_marked(first) {
                live += n as u64 * BLOCK as u64;
                self.large.push((first, n));
            } else {
                self.release_run(first, n);
            }
        }
        for (class, size) in CLASSES.into_iter().enumerate() {
            let blocks = std::mem::take(&mut self.blocks[class]);
            for block in blocks {
                let marks = self.bytes(statics::MARKS + (block >> 7), BLOCK >> 7);
                let (words, _) = marks.as_chunks();
                let cells: u32 = words.iter().map(|word| u64::from_le_bytes(*word).count_ones()).sum();
                if cells == 0 {
                    self.release_run(block, 1);
                } else {
                    live += cells as u64 * size as u64;
                    self.blocks[class].push(block);
                }
            }
            self.unswept[class] = self.blocks[class].clone();
        }
        if self.poison {
            self.poison_free();
        }
        self.coalesce();
        STATE.set_allocated(self, 0);
        STATE.set_threshold(self, MIN_THRESHOLD.max(live * 3 / 4));
        let collections = STATE.collections(self) + 1;
        STATE.set_collections(self, collections);
    }

    /// Fills the cells that are not marked, and the blocks that were given back.
    #[cold]
    fn poison_free(&mut self) {
        for i in 0..self.free_blocks.len() {
            self.poison(self.free_blocks[i], BLOCK);
        }
        for (class, size) in CLASSES.into_iter().enumerate() {
            for i in 0..self.blocks[class].len() {
                let block = self.blocks[class][i];
                for cell in (0..BLOCK / size).map(|i| block + i * size) {
                    if !self.is_marked(cell) {
                        self.poison(cell, size);
                    }
                }
            }
        }
    }

    fn poison(&mut self, start: u32, bytes: u32) {
        // Most were filled by the last collection.
        if self.u64(start + 8) != POISON {
            for word in self.bytes_mut(start, bytes).chunks_exact_mut(8) {
                word.copy_from_slice(&POISON.to_le_bytes());
            }
        }
    }

    /// Joins neighbouring free blocks into runs, so that large cells find room again.
    fn coalesce(&mut self) {
        let mut runs = std::mem::take(&mut self.free_runs);
        runs.extend(std::mem::take(&mut self.free_blocks).into_iter().map(|block| (block, 1)));
        runs.sort_unstable();
        for (first, n) in runs {
            match self.free_runs.last_mut() {
                Some((last, len)) if *last + *len * BLOCK == first => *len += n,
                _ => self.free_runs.push((first, n)),
            }
        }
        let free_blocks = &mut self.free_blocks;
        self.free_runs.retain(|(first, n)| {
            if *n == 1 {
                free_blocks.push(*first);
            }
            *n > 1
        });
    }
}

/// A collection is not worth its while below this many bytes.
const MIN_THRESHOLD: u64 = 6 << 20;
