use mimeo::bytecode::marshal::loads;
use mimeo::bytecode::*;
use mimeo::compiler::assemble::assemble;
use mimeo::compiler::ir::*;
fn strs(c: &Const) -> Vec<PyStr> {
    let Const::Tuple(t) = c else { panic!() };
    t.iter()
        .map(|c| {
            let Const::Str(s) = c else { panic!() };
            s.clone()
        })
        .collect()
}
fn int(c: &Const) -> i64 {
    let Const::Int(i) = c else { panic!() };
    *i
}
fn dump(c: &CodeObject) -> String {
    let mut s = String::new();
    let locs: Vec<_> = locations::entries(&c.linetable, c.firstlineno)
        .flat_map(|e| (0..e.units).map(move |_| e.location))
        .collect();
    let mut i = 0;
    let mut ext = 0u32;
    while i * 2 < c.code.len() {
        let (op, arg) = (c.code[i * 2], c.code[i * 2 + 1] as u32 | ext << 8);
        let l = locs.get(i).copied().unwrap_or(Location::NONE);
        s += &format!(
            "{i:5} {:28} {arg:5} {}-{} {}-{}\n",
            mimeo::ops::name(op as u16),
            l.line,
            l.end_line,
            l.col,
            l.end_col
        );
        ext = if op == mimeo::ops::op::EXTENDED_ARG { arg } else { 0 };
        i += 1 + mimeo::ops::caches(op);
    }
    s += &format!(
        "consts {:?}\n",
        c.consts
            .iter()
            .map(|c| if let Const::Code(c) = c { format!("<code {}>", c.name) } else { format!("{c:?}") })
            .collect::<Vec<_>>()
    );
    for h in exceptions::handlers(&c.exceptiontable) {
        s += &format!("{h:?}\n");
    }
    s + &format!(
        "stack {} flags {:#x} names {:?} locals {:?} {:?}\n",
        c.stacksize, c.flags, c.names, c.localsplusnames, c.localspluskinds
    )
}
fn main() {
    let data = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let only = std::env::args().nth(2);
    let mut at = 0;
    let (mut ok, mut bad) = (0, 0);
    while at < data.len() {
        let n = u32::from_le_bytes(data[at..at + 4].try_into().unwrap()) as usize;
        at += 4;
        let v = match loads(&data[at..at + n]) {
            Ok(v) => v,
            Err(e) => {
                println!("{e}");
                at += n;
                continue;
            }
        };
        at += n;
        let Const::Tuple(t) = v else { panic!() };
        let Const::Str(f) = &t[0] else { panic!() };
        if let Some(o) = &only
            && !f.to_string().contains(o.as_str())
        {
            continue;
        }
        let Const::Tuple(ins) = &t[5] else { panic!() };
        let mut seq = InstructionSequence::default();
        seq.labels = (0..=ins.len() as u32).map(Some).collect();
        for i in ins {
            let Const::Tuple(i) = i else { panic!() };
            let v: Vec<i64> = i.iter().map(int).collect();
            let op = v[0] as u16;
            let loc =
                Location { line: v[2] as i32, end_line: v[3] as i32, col: v[4] as i32, end_col: v[5] as i32 };
            let o = mimeo::ops::operand(op);
            use mimeo::ops::Operand::{Block, Jump, JumpBackward, JumpForward};
            let j = matches!(o, Jump | Block | JumpForward | JumpBackward);
            seq.instrs.push(Instr {
                opcode: op,
                arg: if j { 0 } else { v[1] as i32 },
                target: j.then(|| Label(v[1] as u32)),
                loc,
            });
        }
        let Const::Tuple(consts) = &t[4] else { panic!() };
        let Const::Code(want) = &t[8] else { panic!() };
        let unit = CodeUnit {
            filename: want.filename.clone(),
            name: want.name.clone(),
            qualname: want.qualname.clone(),
            firstlineno: int(&t[1]) as i32,
            flags: int(&t[2]) as u32,
            consts: consts.clone(),
            names: strs(&t[3]),
            cellvars: strs(&t[6]),
            varnames: strs(&t[7]),
            fast_hidden: strs(&t[7]),
            instrs: seq,
            ..Default::default()
        };
        match assemble(unit) {
            Err(e) => {
                bad += 1;
                println!("{f}: {e}");
            }
            Ok(got) => {
                let w = dump(want);
                let g = dump(&got);
                if g == w && got.linetable == want.linetable && got.exceptiontable == want.exceptiontable {
                    ok += 1
                } else {
                    bad += 1;
                    println!("{f}: differs lt {}", g == w);
                    if only.is_some() {
                        std::fs::write("/tmp/fb/want", w).unwrap();
                        std::fs::write("/tmp/fb/got", g).unwrap();
                    }
                }
            }
        }
    }
    println!("ok {ok} bad {bad}");
}
