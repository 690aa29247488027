b = b"hello"
print(b, b[0], b[-1], b[1:3], len(b), list(b), b + b"!", b * 2, b == b"hello", b < b"help", 104 in b, b"ell" in b, bytes(3), bytes([1, 2, 255]), bytes(b"x"), bytes("é", "utf-8"), bytes(), bytes(range(5)))
print(hash(b) == hash(b"hello"), {b: 1}[b"hello"], b.hex(), b.hex("-"), b.hex(":", 2), bytes.fromhex("48 65 6c"), bytes.fromhex("DEADbeef"), [hex(x) for x in b], sorted(b), max(b), sum(b), bytes(reversed(b)))
for f in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("a"), lambda: bytes(-1), lambda: bytes([1.5]), lambda: bytes(["a"]), lambda: b[10], lambda: b["a"], lambda: b + "s", lambda: b"" == "" and 1, lambda: bytes.fromhex("xy"), lambda: bytes.fromhex("abc"), lambda: 300 in b, lambda: "h" in b, lambda: b < "a", lambda: bytes(1.5), lambda: bytes(2, "utf-8"), lambda: bytes(None), lambda: b % 1, lambda: b.nope):
    try:
        print(f())
    except (ValueError, TypeError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)
print(b != "hello", b == bytearray(b"hello"), isinstance(b, bytes), type(b[0]).__name__, type(b[:1]).__name__, str(b), f"{b}", b.decode(), "%s" % b, bool(b""), b"a" b"b", b"\x41\101", rb"\n")
for x in b"ab":
    print(x, end=" ")
print(*b"xyz", [*b"ab"], tuple(b"a"), set(b"aa"), dict(enumerate(b"ab")))
print(int.from_bytes(b, "big"), b.__contains__(104), b.__len__(), b.__add__(b"x"), b[::-1], b[::2], b[5:], b[:0])
