class C:
    pass


cases = [
    lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: () + [], lambda: {} + {}, lambda: None + 1,
    lambda: "a" * "b", lambda: [1] * 1.5, lambda: 3 - "x", lambda: "a" - "b", lambda: 1 / "x", lambda: "a" % 1,
    lambda: 2 ** "x", lambda: ~1.5, lambda: -"a", lambda: +[], lambda: not_defined, lambda: C().x, lambda: C.x,
    lambda: int("abc"), lambda: int(""), lambda: int("12", 40), lambda: int(None), lambda: int([]), lambda: int("1.5"),
    lambda: float("x"), lambda: float(None), lambda: float("1_"), lambda: complex("z"), lambda: int("z", 36) + int("9", 8),
    lambda: [1, 2][2], lambda: (1,)[5], lambda: "abc"[10], lambda: range(3)[3], lambda: b"ab"[2], lambda: [].pop(),
    lambda: [1].pop(3), lambda: {}.popitem(), lambda: set().pop(), lambda: {1: 2}.pop(3), lambda: [1].remove(2),
    lambda: [1].index(2), lambda: (1,).index(2), lambda: "abc".index("z"), lambda: {1}.remove(2), lambda: [1, 2].insert("a", 1),
    lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: ord(""), lambda: ord(1), lambda: chr("a"),
    lambda: max([]), lambda: min(()), lambda: max(1), lambda: max(1, "a"), lambda: sum(["a"]), lambda: sum("ab", ""),
    lambda: sorted([1, "a"]), lambda: [3, None].sort(), lambda: list(5), lambda: tuple(None), lambda: dict([1]),
    lambda: dict([(1, 2, 3)]), lambda: dict(5), lambda: set(5), lambda: "".join([1]), lambda: "".join(5), lambda: ",".join(["a", None]),
    lambda: "a".split(""), lambda: "abc".replace("a"), lambda: "x".center("y"), lambda: int.from_bytes(5), lambda: (5).to_bytes(0, "big"),
    lambda: range(1, 2, 0), lambda: range("a"), lambda: range(1.5), lambda: enumerate(5), lambda: zip(5), lambda: map(len),
    lambda: next(iter([])), lambda: abs("x"), lambda: round("x"), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: hash([]),
    lambda: isinstance(1, 1), lambda: len(1), lambda: iter(1), lambda: reversed(5), lambda: reversed({1}), lambda: bytes(-1),
    lambda: bytes([256]), lambda: bytes("a"), lambda: bytearray([1]).append(300), lambda: "é".encode("ascii"), lambda: b"\xff".decode(),
    lambda: "a".encode("nope"), lambda: 1 .__add__(), lambda: len(), lambda: len(1, 2), lambda: abs(), lambda: [].append(),
    lambda: [].append(1, 2), lambda: {}.get(), lambda: "a".upper(1), lambda: print(sep=1), lambda: ord(), lambda: getattr(1),
]
for i, case in enumerate(cases):
    try:
        print(i, "value", case())
    except Exception as e:
        print(i, type(e).__name__, e)
