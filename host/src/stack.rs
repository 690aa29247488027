//! The thread that a VM runs on: its stack is large, because Python code recurses through natives and compiled code, and
//! costs only what is touched.

use std::thread;

use crate::engine::THREAD_STACK;

/// What a stack may be if the system refuses [`THREAD_STACK`].
const SMALLEST: usize = 16 << 20;

/// Runs `body` on a thread of its own; it is given the lowest address that its stack may reach. The panic's payload if it
/// panicked, an error if no thread could be started.
pub fn run<T: Send>(body: impl FnOnce(usize) -> T + Send) -> Result<thread::Result<T>, std::io::Error> {
    // The body is in a cell because a refused spawn must not use it up.
    let body = std::sync::Mutex::new(Some(body));
    thread::scope(|scope| {
        let mut size = THREAD_STACK;
        loop {
            let body = &body;
            let start = move || {
                let here = 0u8;
                // The first frames of the thread, and the guard, take something.
                let end = std::ptr::addr_of!(here).addr().saturating_sub(size - (64 << 10));
                match body.lock().ok().and_then(|mut body| body.take()) {
                    Some(body) => body(end),
                    None => unreachable!("the body runs once"),
                }
            };
            match thread::Builder::new().name("mimeo".into()).stack_size(size).spawn_scoped(scope, start) {
                Ok(thread) => return Ok(thread.join()),
                Err(error) if size <= SMALLEST => return Err(error),
                Err(_) => size /= 2,
            }
        }
    })
}
