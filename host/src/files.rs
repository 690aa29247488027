//! The gate: every file that a sandbox reads or writes is opened here, whoever asks: an import, `open`, a traceback that shows
//! a line of source.
//!
//! Without permission there are regular files below the import folder that are named as Python modules, and nothing else:
//! whatever is refused is as if it were not there. Where a file really lies decides, after links, and nothing can change
//! between the check and the opening: what is opened is reached from the import folder, which is held open from the start, step
//! by step without following links. With permission any regular file can be opened; FIFOs, devices, sockets never.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use mimeo::vm::io::Creation;

/// Which files there are for a sandbox.
#[derive(Default)]
pub struct Gate {
    /// Relative paths start here (empty: at the process's current folder).
    folder: PathBuf,
    /// The import folder as it was given.
    named: Option<PathBuf>,
    modules: Option<Modules>,
    /// Any regular file may be read and written.
    everything: bool,
}

/// The import folder.
struct Modules {
    /// As programs name it.
    named: PathBuf,
    /// Where it really lies.
    real: PathBuf,
    /// The folder itself, whatever becomes of its name.
    #[cfg(unix)]
    handle: File,
}

impl Gate {
    /// Lets everything through that is a regular file.
    pub fn allow_everything(&mut self, allow: bool) {
        self.everything = allow;
    }

    /// Relative paths start at `folder`.
    pub fn start_at(&mut self, folder: PathBuf) {
        self.folder = folder;
        self.modules = self.find_modules();
    }

    /// Modules may be read from `folder` and below.
    pub fn import_from(&mut self, folder: PathBuf) {
        self.named = Some(folder);
        self.modules = self.find_modules();
    }

    fn find_modules(&self) -> Option<Modules> {
        let named = std::path::absolute(self.folder.join(self.named.as_ref()?).join(".")).ok()?;
        let real = named.canonicalize().ok()?;
        #[cfg(unix)]
        let handle = unix::folder(&real).ok()?;
        Some(Modules {
            named,
            real,
            #[cfg(unix)]
            handle,
        })
    }

    /// The content of a file, if it has at most `most` bytes.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        let file = self.open(path)?;
        let size = file.metadata()?.len();
        // Files that have more in them than they say, as in /proc, are for those who may read everything.
        let given: Box<dyn Read> = if self.everything { Box::new(file) } else { Box::new(file.take(size)) };
        read_at_most(given, size, most)
    }

    /// Writes a file, made or emptied first as `creation` says.
    pub fn write(&self, path: &str, bytes: &[u8], creation: Creation) -> io::Result<()> {
        if !self.everything {
            return Err(refused());
        }
        let mut options = OpenOptions::new();
        match creation {
            Creation::New => options.write(true).create_new(true),
            Creation::Empty => options.write(true).create(true).truncate(true),
            Creation::Append => options.append(true).create(true),
        };
        open_any(&self.path(path)?, &mut options)?.write_all(bytes)
    }

    /// Whether there is such a file for the sandbox.
    pub fn is_file(&self, path: &str) -> bool {
        if self.everything {
            return self.path(path).is_ok_and(|path| path.is_file());
        }
        self.open(path).is_ok()
    }

    fn open(&self, path: &str) -> io::Result<File> {
        let path = self.path(path)?;
        if self.everything { open_any(&path, OpenOptions::new().read(true)) } else { self.open_module(&path) }
    }

    /// The path from the root.
    fn path(&self, path: &str) -> io::Result<PathBuf> {
        if path.is_empty() {
            return Err(ErrorKind::NotFound.into());
        }
        std::path::absolute(self.folder.join(path))
    }

    fn open_module(&self, path: &Path) -> io::Result<File> {
        let modules = self.modules.as_ref().ok_or_else(refused)?;
        // The name first: one that leads outside, or through there, must not tell what is there.
        let below = [&modules.named, &modules.real].into_iter().find_map(|root| path.strip_prefix(root).ok());
        if !below.is_some_and(is_module) {
            return Err(refused());
        }
        let real = path.canonicalize().map_err(|_| refused())?;
        match real.strip_prefix(&modules.real) {
            Ok(below) if is_module(below) => modules.open(below).map_err(|_| refused()),
            _ => Err(refused()),
        }
    }
}

impl Modules {
    /// Opens a regular file below the folder, without following links.
    fn open(&self, below: &Path) -> io::Result<File> {
        #[cfg(unix)]
        let file = unix::open_below(&self.handle, below)?;
        #[cfg(not(unix))]
        let file = File::open(self.real.join(below))?;
        regular(file)
    }
}

/// Whether a path below the import folder is named as a Python module.
fn is_module(below: &Path) -> bool {
    let visible = below.file_name().is_some_and(|name| !name.as_encoded_bytes().starts_with(b"."));
    visible
        && below.components().all(|part| matches!(part, Component::Normal(_)))
        && below.extension().is_some_and(|extension| extension == "py" || extension == "pyc")
}

/// Opens a file anywhere. What is no regular file is not even opened: that alone may wait for ever, or do something.
fn open_any(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    if let Ok(data) = fs::metadata(path) {
        check(&data)?;
    }
    // It may have become another one since: then the opening does not wait, and what was opened tells.
    #[cfg(unix)]
    unix::without_waiting(options);
    regular(options.open(path)?)
}

fn regular(file: File) -> io::Result<File> {
    check(&file.metadata()?)?;
    Ok(file)
}

fn check(data: &fs::Metadata) -> io::Result<()> {
    match () {
        () if data.is_file() => Ok(()),
        () if data.is_dir() => Err(ErrorKind::IsADirectory.into()),
        () => Err(refused()),
    }
}

fn refused() -> io::Error {
    ErrorKind::PermissionDenied.into()
}

/// What `source` gives, if it is at most `most` bytes; `size` is what it claims to be.
pub fn read_at_most(source: impl Read, size: u64, most: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::new(ErrorKind::FileTooLarge, format!("more than {most} bytes"));
    if size > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    bytes.try_reserve(size as usize).map_err(|_| too_large())?;
    source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

#[cfg(unix)]
mod unix {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::AsFd;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, openat, statat};

    /// A folder on the way needs no permission to be listed.
    #[cfg(target_os = "linux")]
    const FOLDER: OFlags =
        OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
    #[cfg(not(target_os = "linux"))]
    const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

    const WITHOUT_WAITING: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY);

    pub fn folder(real: &Path) -> io::Result<File> {
        Ok(openat(CWD, real, FOLDER, Mode::empty())?.into())
    }

    pub fn open_below(root: &File, below: &Path) -> io::Result<File> {
        let (mut at, mut parts) = (root.as_fd().try_clone_to_owned()?, below.components().peekable());
        while let Some(part) = parts.next() {
            let name = part.as_os_str();
            if parts.peek().is_some() {
                at = openat(&at, name, FOLDER, Mode::empty())?;
                continue;
            }
            let data = statat(&at, name, AtFlags::SYMLINK_NOFOLLOW)?;
            if FileType::from_raw_mode(data.st_mode) != FileType::RegularFile {
                break;
            }
            let flags = WITHOUT_WAITING | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            return Ok(openat(&at, name, flags, Mode::empty())?.into());
        }
        Err(super::refused())
    }

    pub fn without_waiting(options: &mut OpenOptions) {
        options.custom_flags(WITHOUT_WAITING.bits() as i32);
    }
}
