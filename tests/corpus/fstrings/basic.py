x, name, pi = 42, "Ann", 3.14159265
print(f"{x} {name} {pi}", f"{x + 1} {x * 2=} {name.upper()}", f"{{literal}} {{{x}}}", f"")
print(f"{name!r} {name!s} {name!a} {'é'!a} {[name]!r}")
print(f"{pi:.2f} {pi:10.3f}| {x:5d}| {x:<5}| {x:^5}| {x:>5}| {x:05}| {x:+}")
print(f"{name:10}| {name:>10}| {name:^10}| {name:*^10}| {name:.2}|")
print(f"{x=} {x = } {x=:5} {name=} {name=!s} {pi=:.3f} {x+1=}")
width, prec = 10, 3
print(f"{pi:{width}.{prec}f}| {x:{'>'}{width}}| {name:{'*^' + str(width)}}")
print(f"{'nested ' + f'{x}'} {f'{f"{x}"}'} {"same quotes"} {'a' if x else 'b'}")
print(f"{x!r:>6}| {name!r:^9}| {None} {True:5}| {None!s:>6}|")
print(f"{[i for i in range(3)]} { {'k': 1}['k'] } {(lambda v: v * 2)(4)} {x:#x} {x:b}")
print(f"a" "b" f"{x}" 'c', f"""multi
{x}
line""", rf"raw\n{x}", f"\t{x}\x41{{")
print(f"{'%s' % 5} {x if x else 0} {x and 1} {not x} {x == 42} {x:_} {1234567:,}")
print(f"{1,2} {*[1, 2],} {(yy := 7)} {yy}")
d = {"a": 1}
print(f"{d['a']} {d} {d.get('z', 'none')} {len(d)}")


class F:
    def __format__(self, spec):
        return f"F[{spec}]"

    def __repr__(self):
        return "F()"


print(f"{F()} {F():abc} {F()!r} {F()!r:>6} {F():{x}>{width}}")
for bad in (lambda: f"{x:z}", lambda: f"{name:d}", lambda: f"{x:.2d}", lambda: f"{[1]:5}", lambda: f"{undefined}",
            lambda: f"{None:5}", lambda: f"{x:{name}}", lambda: f"{pi:x}", lambda: f"{name:+}", lambda: f"{name:,}"):
    try:
        print(bad())
    except (ValueError, TypeError, NameError) as e:
        print(type(e).__name__, e)
print(f"{
    x
    + 1
}", f"{x:>{
    width}}|")
