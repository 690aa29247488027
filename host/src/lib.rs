//! mimeo on wasmtime.
