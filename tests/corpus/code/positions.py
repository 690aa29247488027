# co_positions() and co_lines().
SOURCE = """\
def f(a,
      b):
    é = "ü" + a
    return (é,
            b + 1)

try:
    f(1, 2)
finally:
    print("x")
"""

module = compile(SOURCE, "source", "exec")
for code in module, module.co_consts[0]:
    print(code.co_name)
    for position in code.co_positions():
        print(" ", position)
    print(list(code.co_lines()))
lines = module.co_lines()
print(next(lines), iter(lines) is lines)
stripped = module.replace(co_linetable=b"")
print(list(stripped.co_positions()), list(stripped.co_lines()))
