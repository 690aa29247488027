s = "hello"
for spec in ("", "s", "10", "<10", ">10", "^10", "^11", "*^11", ".3", "10.3", ">10.2s", "0", "010", "<010", "2", ".0", ".10", "é>8"):
    print(repr(spec), repr(format(s, spec)), repr(format("", spec)), repr(format("h\u00e9\u4e16", spec)))
for spec in ("d", "+", " ", "=10", ",", "_", "#", "x", "10d", ".2f", "z", "-", "10.3x", "5 "):
    try:
        print(spec, repr(format(s, spec)))
    except ValueError as e:
        print(spec, e)
for v in (None, [1], (1,), {"a": 1}, {1}, object, range(3), b"x", 1j, True):
    try:
        print(repr(format(v)) if v is not object else "class", end=" ")
        print(repr(format(v, ">20")))
    except TypeError as e:
        print(e)
print(f"{True} {True:d} {True:5} {False:>6} {True:05} {True:b} {True!r:>6}")
print(format(1 + 2j, ".2f"), format(1 - 2j, ""), format(1j, ">12"), f"{3 + 0.5j:.1e}", f"{complex(-0.0, 1):g}", f"{1.5 + 2j:+.1f}")
for spec in ("=10", "010", "%", "d", "x"):
    try:
        print(format(1j, spec))
    except ValueError as e:
        print(e)
print(format(s, "\u4e16<8"), "{:{fill}{align}{w}}".format(s, fill="-", align="^", w=9), f"{s:{'>'}{'7'}}")
