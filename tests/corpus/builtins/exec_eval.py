print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("[i for i in range(3)]"), eval(" 7 "), eval("a + b", {"a": 1}, {"b": 2}))
ns = {}
exec("y = 5\ndef f(v):\n    return v + y\nz = f(10)", ns)
print(ns["y"], ns["z"], ns["f"](1), sorted(k for k in ns if k != "__builtins__"))
exec("print('in exec')")
exec("q = 1; q += 1")
print(q)
code = compile("a = 3\nprint(a * a)", "<text>", "exec")
exec(code)
print(eval(compile("2 ** 10", "<e>", "eval")), code.co_filename, code.co_name)
for text in ("1 +", "x = 1", "undefined_thing", "1/0", ")", "'abc"):
    try:
        print(eval(text))
    except (SyntaxError, NameError, ZeroDivisionError) as e:
        print(type(e).__name__, e.args[0])
try:
    exec("for x in range(3):\nprint(x)")
except IndentationError as e:
    print(type(e).__name__, e.msg, e.lineno)


def local_exec():
    v = 1
    exec("v = 99")
    return v, eval("v + 1")


print(local_exec())
exec(compile("def g():\n    return __name__", "m.py", "exec"), ns2 := {"__name__": "mod"})
print(ns2["g"](), ns2["g"].__code__.co_filename)
