//! The stencil library as text.

/// The stencils called `name`, or all of them; a message if there is none of that name.
pub fn listing(name: Option<&str>) -> Result<String, String> {
    Err(format!("no stencil is called {:?}", name.unwrap_or("anything")))
}
