yes = True
print(True + True, True * 5, True - 1, True / 2, True // 2, -True, ~True if False else "", +False, abs(True), True**2, 2**True, True << 3, divmod(True, 2))
print(True & False, True | False, True ^ True, True & 1, True | 2, 3 ^ True, type(True & True).__name__, type(True & 1).__name__, type(True + 0).__name__, not True, not 0)
print(True == 1, False == 0, True is True, True != 2, True < 2, True > False, isinstance(True, int), issubclass(bool, int), type(True).__mro__[1].__name__)
print(str(True), repr(False), f"{True}", f"{True:d}", f"{True:>6}", "%d %s" % (True, False), int(True), float(False), complex(True), True.real, True.numerator, True.bit_length(), True.__class__.__name__)
print(bool(), bool(0), bool("False"), bool([]), bool(None), bool(0.0), bool([0]), bool(object()), bool(-1), bool(b""), bool(" "))
print([10, 20][True], "ab"[False], sum([True, False, True]), [True, False].count(1), {True: "t", 0: "f"}, {1, True, 1.0}, hash(True), max(True, 2), sorted([True, False, 2, -1]))
print(True and "x", False and "x", True or "x", False or "x", not (True and False), True if [] else False, (True, False) < (True, True), any([False, 0]), all([]))
print(True.to_bytes(1, "big"), bool.from_bytes(b"\x01", "big"), True.conjugate(), hex(True), bin(False), round(True), range(True, 3), "x" * True, [1] * False)
for f in (lambda: bool(1, 2), lambda: True + "a", lambda: yes[0], lambda: yes(), lambda: bool(x=1), lambda: bool.__new__(int)):
    try:
        print(f())
    except TypeError as e:
        print(e)
x = True
x += 1
print(x, type(x).__name__)
x = True
x &= False
print(x)
x |= True
x ^= True
print(x)
