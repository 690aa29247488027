//! Assembles the stencils (see `stencils-wat/`).
fn main() {
    println!("cargo::rerun-if-changed=stencils-wat");
}
