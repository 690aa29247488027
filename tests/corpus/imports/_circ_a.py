import _circ_b

VALUE = "a"
print("a sees b", hasattr(_circ_b, "VALUE"))


def a():
    return "a" + _circ_b.VALUE
