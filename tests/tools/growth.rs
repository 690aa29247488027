//! How compile time and memory grow with the source: `cargo run --release -p mimeo --example growth -- [MEGABYTES…]`
//!
//! Generates sources of several shapes in several sizes (default 1, 2, 4 and 8), compiles each in a process of its
//! own, and prints processor time and peak memory for each byte of source: both should stay the same from one size to
//! the next. Sources that are refused count too, and say so.

use std::error::Error;
use std::process::{Command, ExitCode};
use std::time::Duration;

use mimeo::compiler::{self, Mode, Options};

/// A name, what stands before, what is repeated (`§` is the number of the repetition), and what stands after.
type Shape = (&'static str, &'static str, &'static str, &'static str);

const SHAPES: &[Shape] = &[
    (
        "functions",
        "",
        "def f§(a, b=1, *c):\n    for i in a:\n        if i > b:\n            yield g(i, *c)\n",
        "",
    ),
    (
        "classes",
        "",
        "class C§(B):\n    x: int = §\n    def m(self):\n        return super().m() + self.x\n",
        "",
    ),
    (
        "methods of one class",
        "class C:\n",
        "    def m§(self, x):\n        self.a§ = x\n        return self.a§\n",
        "",
    ),
    ("statements of one function", "def f(a):\n", "    a.b[§] = c(a, §) or 'text §'\n", ""),
    ("locals of one function", "def f():\n", "    x§ = x§\n", ""),
    (
        "branches of one function",
        "def f(a):\n",
        "    if a > §:\n        a += 1\n    else:\n        g(a)\n",
        "",
    ),
    (
        "loops of one function",
        "def f(a):\n",
        "    for i in a:\n        if i: break\n    else:\n        a = i\n",
        "",
    ),
    (
        "handlers of one function",
        "def f(a):\n",
        "    try:\n        a()\n    except E§ as e:\n        g(e)\n",
        "",
    ),
    ("comprehensions", "", "x = [a for a in b if a in {§, 2, 3}]\n", ""),
    ("lambdas on one line", "x = [", "lambda x=§: x, ", "]\n"),
    ("one list", "x = [", "§, ", "]\n"),
    ("one tuple of constants", "x = (", "§, ", ")\n"),
    ("one set of constants", "y = x in {", "§, ", "}\n"),
    ("one dict", "x = {", "'k§': [§, a], ", "}\n"),
    ("one call", "x = f(", "a§, ", ")\n"),
    ("one call by keyword", "x = f(", "a§=1, ", ")\n"),
    ("one string", "x = '", "text § \\n", "'\n"),
    ("strings side by side", "x = (", "'text §' ", ")\n"),
    ("one f-string", "x = f'", "{a§!r:>§} ", "'\n"),
    ("one comment", "#", " text §", "\n"),
    ("lines of comments", "", "# text §\n", ""),
    ("globals", "", "global x§\n", ""),
    ("imports", "", "from a§.b import c as d§, e\n", ""),
    ("elif", "if x: pass\n", "elif a == §: y = §\n", ""),
    ("cases", "match x:\n", "    case [§, a, *_] | {'k': a}: y = §\n", ""),
    ("captures in a pattern", "match x:\n  case [", "a§, ", "]: pass\n"),
    ("sum", "x = a", " + b§", "\n"),
    ("and", "x = a", " and b§", "\n"),
    ("comparison", "x = a", " < b§", "\n"),
    ("brackets", "x = ", "(", "\n"),
    ("calls of calls", "x = a", "(§)", "\n"),
    ("attributes of attributes", "x = a", ".b§", "\n"),
    ("unary minus", "x = ", "-", "1\n"),
    ("lambdas in lambdas", "x = ", "lambda: ", "1\n"),
    ("assignments in one", "", "x§ = ", "1\n"),
    ("an error at the end", "", "def f§(a):\n    return a + §\n", "x y\n"),
    ("an error in a long line", "x = [", "a(b, §), ", "x y]\n"),
    ("no end of a string", "", "x = '''a'''\n", "'''\n"),
    ("unclosed brackets", "", "x = [a]\n", "y = [\n"),
];

fn source((_, before, repeated, after): Shape, bytes: usize) -> String {
    let mut text = before.to_owned();
    let mut number = 0;
    while text.len() + after.len() < bytes {
        number += 1;
        for (part, piece) in repeated.split('§').enumerate() {
            if part > 0 {
                text += &number.to_string();
            }
            text += piece;
        }
    }
    text + after
}

fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Peak memory of this process so far, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).unwrap_or(0) << 10
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("growth: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, shape, bytes] = &args[..]
        && flag == "--child"
    {
        return child(SHAPES[shape.parse::<usize>()?], bytes.parse()?);
    }
    let mut sizes: Vec<f64> = args.iter().map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    if sizes.is_empty() {
        sizes = vec![1.0, 2.0, 4.0, 8.0];
    }
    println!("for each byte of source: nanoseconds of processor time, bytes of peak memory");
    let titles: Vec<String> = sizes.iter().map(|size| format!("{:>16}", format!("{size} MB"))).collect();
    println!("{:28}{}", "", titles.concat());
    for (index, shape) in SHAPES.iter().enumerate() {
        let mut line = format!("{:28}", shape.0);
        let mut refused = String::new();
        for size in &sizes {
            let mut command = Command::new(std::env::current_exe()?);
            let output = command
                .args(["--child", &index.to_string(), &((size * 1e6) as usize).to_string()])
                .output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            match text.split_once('\n') {
                Some((figures, what)) => {
                    line += figures;
                    refused = what.trim().to_owned();
                }
                None => line += &format!("{:>16}", output.status.to_string()),
            }
        }
        println!("{line}  {refused}");
    }
    Ok(())
}

fn child(shape: Shape, bytes: usize) -> Result<(), Box<dyn Error>> {
    let text = source(shape, bytes);
    let (before, started) = (peak(), processor_time());
    let result = compiler::compile(&text, "<growth>", Mode::Exec, &Options::default());
    let took = (processor_time() - started).as_nanos() as f64;
    let grown = peak().saturating_sub(before) as f64;
    println!("{:>10.0}{:>6.0}", took / text.len() as f64, grown / text.len() as f64);
    if let Err(error) = result {
        println!("refused: {}", error.msg.chars().take(60).collect::<String>());
    }
    Ok(())
}
