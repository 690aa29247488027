def g():
    try:
        yield 1
        yield 2
    finally:
        raise RuntimeError("in finally")
x = g()
next(x)
x.throw(ValueError("thrown"))
