# What exec, eval and compile inherit from the code that calls them.
from __future__ import annotations

exec("def f(a: b): ...")
print(f.__annotations__)
code = compile("def g(a: b): ...", "s", "exec")
exec(code)
print(g.__annotations__, code.co_flags & 0x1000000)
code = compile("def g(a: b): ...", "s", "exec", dont_inherit=True)
print(code.co_flags & 0x1000000)
try:
    exec(code)
except NameError as error:
    print(error)
