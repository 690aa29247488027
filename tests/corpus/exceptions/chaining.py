def a():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("explicit") from e


def b():
    try:
        {}["k"]
    except KeyError:
        raise TypeError("implicit")


def c():
    try:
        int("x")
    except ValueError:
        raise LookupError("suppressed") from None


def d():
    raise RuntimeError("class cause") from KeyError


for f in (a, b, c, d):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e, "| cause", repr(e.__cause__), "| context", repr(e.__context__), "|", e.__suppress_context__)
try:
    raise ValueError("x") from 5
except TypeError as e:
    print(e)


def reraise():
    try:
        1 / 0
    except ZeroDivisionError:
        print("logging")
        raise


try:
    reraise()
except ZeroDivisionError as e:
    print("again", e, e.__context__)


def chain(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        chain(n - 1)
    except ValueError as e:
        raise ValueError(f"level {n}") from e


try:
    chain(3)
except ValueError as e:
    while e:
        print(e, end=" <- ")
        e = e.__cause__
    print()


def finally_context():
    try:
        raise ValueError("first")
    finally:
        raise TypeError("second")


try:
    finally_context()
except TypeError as e:
    print(e, "after", e.__context__)
try:
    try:
        raise ValueError("v")
    except ValueError as e:
        saved = e
    raise KeyError("unrelated")
except KeyError as e:
    print(e.__context__, saved.__context__)
err = ValueError("with")
err.__cause__ = KeyError("assigned")
print(repr(err.__cause__), err.__suppress_context__)
e2 = ValueError("tb").with_traceback(None)
print(e2.__traceback__)
