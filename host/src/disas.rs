//! Native code as text.

use wasmtime::Module;

/// The functions of a module that wasm calls, each with its name or number, disassembled for this machine.
pub fn module(module: &Module) -> String {
    let text = module.text();
    let mut out = String::new();
    for function in module.functions() {
        let name = function.name.unwrap_or_else(|| format!("function {}", function.index.as_u32()));
        out.push_str(&format!(";; {name}: {} bytes\n", function.len));
        if let Some(code) = text.get(function.offset..function.offset + function.len) {
            instructions(code, &mut out);
        }
    }
    out
}

/// Offsets, not addresses, so that the text is the same in each run.
#[cfg(target_arch = "x86_64")]
fn instructions(code: &[u8], out: &mut String) {
    use iced_x86::{Decoder, DecoderOptions, Formatter, IntelFormatter};
    let mut decoder = Decoder::with_ip(64, code, 0, DecoderOptions::NONE);
    let mut formatter = IntelFormatter::new();
    formatter.options_mut().set_hex_prefix("0x");
    formatter.options_mut().set_hex_suffix("");
    for instruction in &mut decoder {
        out.push_str(&format!("{:6x}  ", instruction.ip()));
        formatter.format(&instruction, out);
        out.push('\n');
    }
}

#[cfg(target_arch = "aarch64")]
fn instructions(code: &[u8], out: &mut String) {
    use yaxpeax_arch::{Decoder, U8Reader};
    use yaxpeax_arm::armv8::a64::InstDecoder;
    let decoder = InstDecoder::default();
    for (i, word) in code.chunks_exact(4).enumerate() {
        match decoder.decode(&mut U8Reader::new(word)) {
            Ok(instruction) => out.push_str(&format!("{:6x}  {instruction}\n", i * 4)),
            Err(_) => out.push_str(&format!("{:6x}  .word {:02x?}\n", i * 4, word)),
        }
    }
}

/// No disassembler for this machine: the bytes.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn instructions(code: &[u8], out: &mut String) {
    for (i, word) in code.chunks(4).enumerate() {
        out.push_str(&format!("{:6x}  {:02x?}\n", i * 4, word));
    }
}
