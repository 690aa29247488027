//! A bounded run of the driver `tools/api_calls`: native methods, descriptors, slots and functions with receivers and arguments
//! at random, in each mode. `cargo run --release -p mimeo-host --features checked-layouts --example api_calls` runs them by
//! the million.

#[path = "tools/api_calls/mod.rs"]
mod api_calls;

use std::time::Duration;

use mimeo_host::io::{Captured, Interrupt, Streams, SystemIo};
use mimeo_host::sandbox::{Ending, Runtime};

#[test]
fn native_calls_of_any_kind_end_in_order() {
    let runtime = Runtime::new();
    let mut finished = 0;
    for number in 0..32 {
        let (program, settings) = api_calls::program(7, number, 60, false);
        let (output, interrupt) = (Captured::default(), Interrupt::default());
        let io = SystemIo::new(Streams::Captured(output.clone(), Default::default()), interrupt.clone());
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let watch = std::thread::spawn(move || {
            while wait
                .recv_timeout(Duration::from_secs(60))
                .is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Timeout)
            {
                interrupt.raise();
            }
        });
        let report = runtime.run(&program, &settings, Box::new(io));
        drop(done);
        watch.join().expect("the watch");
        let (out, err) = output.take();
        let text = String::from_utf8_lossy(&out) + String::from_utf8_lossy(&err);
        let wrong = match &report.ending {
            Ending::Internal(what) => Some(what.clone()),
            ending => api_calls::judge(ending, &text),
        };
        assert_eq!(wrong, None, "program {number} ({:?})", settings.jit);
        finished += u32::from(report.ending == Ending::Exited(0));
    }
    assert!(finished > 20, "only {finished} came to their end: too few to mean much");
}
