es = []
for s in ("x = = 1", "def f(:\n pass", "  x", "(1, 2", "a b", "f(x for x in y, 1)", "print 'a'", "if x\n", "x = 'abc", "class", "1 = 2", "for x in\n"):
    try: exec(s)
    except SyntaxError as e: es.append(e)
es.append(SyntaxError("custom"))
es.append(SyntaxError("custom", ("file.py", 3, 5, "a = b c\n", 3, 9)))
es.append(SyntaxError("custom", ("file.py", 3, None, "a = b c\n")))
es.append(SyntaxError("custom", ("file.py", None, 2, "\ta = b c\n")))
es.append(SyntaxError("custom", (None, 1, 2, "\ta = b c\n")))
print([str(e) for e in es])
for i in range(0, len(es), 10):
    try: raise ExceptionGroup("s", es[i:i+10])
    except ExceptionGroup as e: last = e
raise ExceptionGroup("s", es[:10]) from ExceptionGroup("t", es[10:])
