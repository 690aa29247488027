def f(i):
    raise ValueError(i)
excs = []
for i in range(18):
    try:
        f(i)
    except Exception as e:
        if i % 3 == 0:
            e.add_note("note %d\nsecond" % i)
        excs.append(e)
try:
    try:
        1/0
    except ZeroDivisionError as z:
        raise ExceptionGroup("inner", excs[:2]) from z
except ExceptionGroup as g:
    try:
        raise ExceptionGroup("outer", [g, TypeError("t")] + excs)
    except ExceptionGroup as h:
        raise BaseExceptionGroup("top", [h, KeyboardInterrupt()])
