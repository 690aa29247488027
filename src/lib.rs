//! mimeo: Python 3.13 for wasm sandboxes.
