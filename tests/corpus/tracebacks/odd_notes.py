e = ValueError("a\nb")
e.add_note("n1")
e.add_note("n2\nn3")
try:
    raise e
except ValueError:
    f = KeyError("k")
    f.__notes__ = 5
    try:
        raise f
    except KeyError:
        class N(Exception):
            class __qualname_: pass
        n = N()
        n.__notes__ = [1, "two"]
        raise n
