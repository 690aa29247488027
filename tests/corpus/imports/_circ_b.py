import _circ_a

print("b sees a", hasattr(_circ_a, "VALUE"))
VALUE = "b"


def b():
    return "b" + _circ_a.VALUE
