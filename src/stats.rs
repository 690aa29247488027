//! Statistics: what ran where, and why not elsewhere.

/// Counters of one sandbox.
#[derive(Clone, Debug, Default)]
pub struct Stats {}
