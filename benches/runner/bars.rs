//! The bars that mimeo has set itself, and whether a report meets them.

use serde::Serialize;

use crate::engines::Role;
use crate::report::Report;

/// Programs of tight arithmetic, of which more is asked.
const TIGHT: [&str; 5] = ["fib", "mandelbrot", "nbody", "nested_loops", "spectral_norm"];
const MB: f64 = 1_000_000.0;

/// One bar.
#[derive(Serialize)]
pub struct Bar {
    pub engine: String,
    pub what: String,
    /// At most this much is asked.
    pub limit: f64,
    /// None where nothing was measured.
    pub measured: Option<f64>,
    pub unit: &'static str,
    pub met: bool,
}

impl Bar {
    fn new(engine: &str, what: String, limit: f64, measured: Option<f64>, unit: &'static str) -> Self {
        let met = measured.is_some_and(|measured| measured <= limit);
        Bar { engine: engine.to_string(), what, limit, measured, unit, met }
    }
}

/// All bars that apply to the engines of a report.
pub fn check(report: &Report) -> Vec<Bar> {
    let mut bars = Vec::new();
    for engine in &report.engines {
        let (mean, worst) = match engine.role {
            Role::Jit => (0.35, 1.2),
            Role::Interpreter => (1.3, 2.5),
            Role::Baseline | Role::Peer => continue,
        };
        let name = engine.name.as_str();
        bars.push(Bar::new(name, "geometric mean of time".into(), mean, report.geometric_mean(name), "x"));
        let slowest = report.slowest(name);
        let what = match &slowest {
            Some((program, _)) => format!("slowest program ({program})"),
            None => "slowest program".into(),
        };
        bars.push(Bar::new(name, what, worst, slowest.map(|(_, ratio)| ratio), "x"));
        if engine.role == Role::Jit {
            for program in TIGHT {
                bars.push(Bar::new(name, program.into(), 0.15, report.ratio(program, name), "x"));
            }
            let start = report.cell("nothing", name);
            bars.push(Bar::new(
                name,
                "do-nothing program".into(),
                10.0,
                start.and_then(|c| c.wall_ms()),
                "ms",
            ));
            let memory = start.and_then(|c| c.peak_mb());
            bars.push(Bar::new(name, "do-nothing program, memory".into(), 30.0, memory, "MB"));
            if let Some(live) = live_data(report) {
                let memory = report.cell("binary_trees", name).and_then(|c| c.peak_mb());
                let what = "binary_trees, memory (3 x live data + 32 MB)".into();
                bars.push(Bar::new(name, what, 3.0 * live + 32.0 * 1.048_576, memory, "MB"));
            }
        }
    }
    bars
}

/// What `binary_trees` keeps alive at its peak, in MB: by how much the baseline, which frees at once
/// what nothing refers to, grows over its do-nothing size.
fn live_data(report: &Report) -> Option<f64> {
    let baseline = report.engines.iter().find(|engine| engine.role == Role::Baseline)?;
    let full = report.cell("binary_trees", &baseline.name)?.peak_mb()?;
    let empty = report.cell("nothing", &baseline.name)?.peak_mb()?;
    Some((full - empty).max(0.0))
}

/// Bytes in MB, as shown.
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / MB
}
