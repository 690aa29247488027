//! Scoped roots: values that a native holds across a call of Python.
//!
//! A collection can run only at a safepoint, that is while Python code runs. So a native that never calls Python
//! (directly, or through a comparison, a hash, an iterator) needs no roots. One that does keeps its values on the
//! root stack in linear memory:
//!
//! ```ignore
//! let scope = vm.open_roots();
//! let list = vm.root(list);            // stays alive until the scope closes
//! …
//! vm.close_roots(scope);
//! ```
//!
//! Arguments ([`Args`](crate::objects::slots::Args)) are rooted by the caller.

use super::Vm;
use crate::heap::statics::{self, STATE};
use crate::heap::{Raised, Res, Value};
use crate::objects::exception_types::exc;
use crate::objects::slots::Args;

/// Where the root stack was when a scope opened.
#[derive(Clone, Copy)]
#[must_use]
pub struct RootScope(u32);

impl Vm {
    /// Opens a scope of roots.
    #[inline(always)]
    pub fn open_roots(&self) -> RootScope {
        RootScope(STATE.root_top(&self.heap))
    }

    /// Closes a scope: what was rooted in it is so no longer.
    #[inline(always)]
    pub fn close_roots(&mut self, scope: RootScope) {
        STATE.set_root_top(&mut self.heap, scope.0);
    }

    /// Keeps `value` alive until the innermost open scope closes.
    #[inline(always)]
    pub fn root(&mut self, value: Value) -> Value {
        let top = STATE.root_top(&self.heap);
        if top < statics::ROOT_STACK_END - 64 {
            self.heap.set_u64(top, value.word());
            STATE.set_root_top(&mut self.heap, top + 8);
        }
        value
    }

    /// Runs `body` with a scope of roots around it.
    #[inline(always)]
    pub fn with_roots<T>(&mut self, body: impl FnOnce(&mut Vm) -> T) -> T {
        let scope = self.open_roots();
        let result = body(self);
        self.close_roots(scope);
        result
    }

    /// Places `values` as arguments on the root stack. Close the scope that surrounds this after the call.
    pub fn push_args(&mut self, values: &[Value], kwnames: u32) -> Res<Args> {
        let base = STATE.root_top(&self.heap);
        let bytes = values.len() as u64 * 8;
        if base as u64 + bytes + 64 > statics::ROOT_STACK_END as u64 {
            return Err(self.root_overflow());
        }
        for (i, value) in values.iter().enumerate() {
            self.heap.set_u64(base + i as u32 * 8, value.word());
        }
        STATE.set_root_top(&mut self.heap, base + bytes as u32);
        let named = if kwnames == 0 { 0 } else { crate::heap::layout::Tuple(kwnames).len(&self.heap) };
        Ok(Args { base, count: (values.len() as u32).saturating_sub(named), kwnames })
    }

    #[cold]
    fn root_overflow(&mut self) -> Raised {
        self.raise(exc::RECURSION_ERROR, "maximum recursion depth exceeded (too many arguments in flight)")
    }
}
