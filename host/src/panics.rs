//! A panic inside a sandbox is a bug that its report tells, not a message on the host's standard error.
//!
//! Rust has one panic hook for the whole process. Before the first sandbox runs, a hook is put in front of the one that is there: a
//! panic on a thread within a [`Quiet`] scope is noted for that scope, any other goes on to the hook that was there. It stays, since
//! nobody could take it back safely while other threads run. A host that sets a hook of its own later hears of panics inside
//! sandboxes, too; then their reports lack the place, and nothing else changes.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

thread_local! {
    /// Within a scope: where the last panic came from.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// While it lives, panics on this thread go unannounced.
pub struct Quiet {
    around: Option<String>,
}

impl Quiet {
    /// From here on.
    pub fn here() -> Quiet {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                // A thread that is ending has no scope.
                let noted = LAST.try_with(|last| match last.borrow_mut().as_mut() {
                    Some(last) => {
                        *last = info
                            .location()
                            .map(|at| format!(" ({}:{})", at.file(), at.line()))
                            .unwrap_or_default();
                        true
                    }
                    None => false,
                });
                if noted != Ok(true) {
                    before(info);
                }
            }));
        });
        Quiet { around: LAST.replace(Some(String::new())) }
    }

    /// Where the last panic in the scope came from, in brackets; empty if that is unknown.
    pub fn place(&self) -> String {
        LAST.with_borrow(|last| last.clone().unwrap_or_default())
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        LAST.replace(self.around.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn only_panics_in_a_scope_are_quiet() {
        static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let fail = |what: &'static str| panic::catch_unwind(|| panic::panic_any(what)).is_err();
        // Whatever hook was there first: this one is behind ours, or in front of it and hears all.
        panic::set_hook(Box::new(|info| {
            if let Some(what) = info.payload().downcast_ref::<&str>() {
                HEARD.lock().unwrap().push(what.to_string());
            }
        }));
        let quiet = Quiet::here();
        assert!(fail("inside"));
        {
            let inner = Quiet::here();
            assert_eq!(inner.place(), "");
            assert!(fail("deeper"));
            assert!(inner.place().contains("panics.rs"), "{:?}", inner.place());
        }
        assert!(std::thread::spawn(move || fail("elsewhere")).join().unwrap());
        assert!(quiet.place().contains("panics.rs"));
        drop(quiet);
        assert!(fail("outside"));
        let heard = HEARD.lock().unwrap().clone();
        assert_eq!(heard, ["elsewhere", "outside"]);
    }
}
