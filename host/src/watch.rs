//! The thread that keeps the time of all sandboxes of the process, and reminds those that were asked for something until they
//! have seen it. It is started by the first who needs it, and sleeps while nobody does.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use mimeo::vm::control::{Control, DEADLINE};

/// Between two reminders.
const AGAIN: Duration = Duration::from_micros(500);

#[derive(Default)]
struct Watched {
    running: bool,
    /// Who was asked for something and may not have seen it.
    reminded: Vec<Weak<Control>>,
    deadlines: Vec<(u64, Instant, Weak<Control>)>,
    next_number: u64,
}

static WATCHED: Mutex<Watched> =
    Mutex::new(Watched { running: false, reminded: Vec::new(), deadlines: Vec::new(), next_number: 0 });
static WAKE: Condvar = Condvar::new();

fn watched() -> MutexGuard<'static, Watched> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the thread if it does not run, and has it look.
fn wake(mut watched: MutexGuard<'static, Watched>) -> io::Result<()> {
    if !watched.running {
        thread::Builder::new().name("mimeo-watch".into()).stack_size(64 << 10).spawn(keep_watch)?;
        watched.running = true;
    }
    WAKE.notify_all();
    Ok(())
}

/// Reminds `control` until it has seen what it was asked. Without a thread for that, its budget runs out by itself.
pub(crate) fn remind(control: &Arc<Control>) {
    let mut watched = watched();
    watched.reminded.push(Arc::downgrade(control));
    let _ = wake(watched);
}

/// A deadline that counts while this lives.
pub(crate) struct Deadline(u64);

impl Drop for Deadline {
    fn drop(&mut self) {
        watched().deadlines.retain(|(number, ..)| *number != self.0);
    }
}

/// Ends the program of `control` when `time` has passed.
pub(crate) fn deadline(control: &Arc<Control>, time: Duration) -> io::Result<Deadline> {
    let mut watched = watched();
    watched.next_number += 1;
    let number = watched.next_number;
    // A time that no clock reaches is none.
    if let Some(end) = Instant::now().checked_add(time) {
        watched.deadlines.push((number, end, Arc::downgrade(control)));
        wake(watched)?;
    }
    Ok(Deadline(number))
}

fn keep_watch() {
    let mut watched = watched();
    loop {
        let now = Instant::now();
        let mut due = Vec::new();
        watched.deadlines.retain(|(_, end, control)| {
            if *end <= now {
                due.push(control.clone());
            }
            *end > now
        });
        for control in &due {
            if let Some(control) = control.upgrade() {
                control.ask(DEADLINE);
            }
        }
        watched.reminded.extend(due);
        watched.reminded.retain(|control| {
            let asked = control.upgrade().filter(|control| control.is_asked());
            asked.inspect(|control| control.remind()).is_some()
        });
        let next = watched.deadlines.iter().map(|(_, end, _)| end.saturating_duration_since(now)).min();
        let again = (!watched.reminded.is_empty()).then_some(AGAIN);
        watched = match next.into_iter().chain(again).min() {
            Some(time) => WAKE.wait_timeout(watched, time).unwrap_or_else(PoisonError::into_inner).0,
            None => WAKE.wait(watched).unwrap_or_else(PoisonError::into_inner),
        };
    }
}
