//! Mutated inputs for the loader and the compiler, the same ones each time: input number `n` of a seed is a function of
//! both. Used by the command in `main.rs`, by the smoke run in the ordinary tests, and by the fuzz targets.

pub mod checks;
pub mod pyc;
pub mod source;

/// A small generator of random numbers (SplitMix64): quick to start anew for each input.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64, number: u64) -> Random {
        let mut random = Random(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next();
        random
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `bound`; 0 if that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// True one time in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// A range within `length`, short more often than long.
    pub fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = length - start;
        let most = if self.one_in(4) { most } else { most.min(1 << self.below(7)) };
        start..start + self.below(most + 1)
    }

    /// Mostly 1 or 2, seldom many.
    pub fn few(&mut self) -> usize {
        1 + (self.next().trailing_ones() as usize)
    }
}

/// Changes bytes without knowing what they mean.
pub fn bytes(data: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(data.len());
    match random.below(8) {
        0 | 1 if !data.is_empty() => data[at] ^= 1 << random.below(8),
        2 if !data.is_empty() => data[at] = random.next() as u8,
        3 => data.insert(at, random.next() as u8),
        4 => drop(data.drain(random.range(data.len()))),
        5 => {
            let copied = data[random.range(data.len())].to_vec();
            drop(data.splice(at..at, copied));
        }
        6 if data.len() >= 4 => {
            let at = random.below(data.len() - 3);
            let value = *random.pick(&[0, 1, -1, i32::MAX, i32::MIN, 0xFFFF, 1 << 20]).unwrap_or(&0);
            data[at..at + 4].copy_from_slice(&i32::to_le_bytes(value));
        }
        _ => {
            let copied = data[random.range(data.len())].to_vec();
            let over = random.range(data.len());
            drop(data.splice(over, copied));
        }
    }
}

/// The sources that inputs are made from: those of the tests.
pub fn seeds(root: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for folder in ["tests/compiler/sources", "tests/compiler/errors", "tests/bytecode", "tests/corpus"] {
        collect(&root.join(folder), &mut found);
    }
    found
}

/// Adds the sources in `path`, a file or a folder: Python files, and the pieces of text files that hold several.
pub fn collect(path: &std::path::Path, found: &mut Vec<Vec<u8>>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| collect(path, found));
        return;
    }
    let Ok(data) = std::fs::read(path) else { return };
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("py") => found.push(data),
        Some("txt") => {
            let text = String::from_utf8_lossy(&data);
            let mut piece = Vec::new();
            for line in text.split_inclusive('\n') {
                if line.starts_with("#### ") || line.trim_end() == "---" {
                    found.push(std::mem::take(&mut piece));
                } else {
                    piece.extend(line.as_bytes());
                }
            }
            found.push(piece);
        }
        _ => {}
    }
}

/// The sources' code objects, of those that compile.
pub fn codes(sources: &[Vec<u8>]) -> Vec<mimeo::bytecode::CodeObject> {
    use mimeo::compiler::{Mode, Options, compile_bytes};
    let compile = |source: &Vec<u8>| compile_bytes(source, "<fuzz>", Mode::Exec, &Options::default()).ok();
    sources.iter().filter(|source| source.len() < 6000).filter_map(compile).collect()
}
