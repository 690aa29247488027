import traceback, sys
def f(n):
    if n: return f(n - 1)
    raise ValueError("deep",
                     n)
try:
    f(6)
except ValueError as e:
    print(traceback.format_exc())
    print(traceback.format_exc(limit=2))
    print(traceback.format_exc(limit=-1))
    print(traceback.format_tb(e.__traceback__))
    print(traceback.format_exception(e))
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    x = traceback.extract_tb(e.__traceback__)
    print(len(x), x[0], x[0].name, x[-1].lineno, x[-1].line, x[-1].colno, x[-1].end_colno, x[-1].end_lineno)
    print("".join(x.format()))
    print("".join(traceback.format_list([("a.py", 1, "f", "x = 1"), ("a.py", 2, "g", None)])))
    te = traceback.TracebackException.from_exception(e)
    print("".join(te.format()), str(te), list(te.format_exception_only()))
    traceback.print_exc(file=sys.stdout)
    traceback.print_exception(type(e), e, e.__traceback__, limit=1, file=sys.stdout)
    e.add_note("a\nb")
    e.__cause__ = KeyError(3)
    print(traceback.format_exception(e, chain=False)[-3:], traceback.format_exception(e))
try:
    raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError("x\ny")])])
except ExceptionGroup as e:
    for s in traceback.format_exception(e): print(repr(s))
    print(traceback.format_exception_only(e, show_group=True))
def s():
    print("".join(traceback.format_stack()))
    print(traceback.extract_stack()[-1].name)
s()
print(traceback.format_exc())
