a = bytearray(b"hello")
print(a, a[0], a[1:3], len(a), list(a), a + b"!", a == b"hello", type(a + b"").__name__, type(b"" + a).__name__, bytes(a), a.decode())
a[0] = 72
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a.insert(0, 62)
print(a, a.pop(), a.pop(0), a)
a.remove(33)
a.reverse()
print(a, a.copy() is a, a.index(63), a.count(b"?"), a.find(b"H"))
a[1:3] = b"12345"
del a[0], a[-1]
a += b"xyz"
a *= 2
print(a)
a.clear()
print(a, bool(a), bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(), bytearray(b"ab").hex(), bytearray.fromhex("00ff"))
for f in (lambda: a.append(256), lambda: a.append("x"), lambda: a.pop(), lambda: a.remove(1), lambda: a.__setitem__(0, 1), lambda: bytearray("x"), lambda: a.extend("ab"), lambda: a.extend([300]), lambda: hash(a), lambda: bytearray([-1]), lambda: a.insert(0, None), lambda: bytearray(b"ab").pop(5)):
    try:
        print(f())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
b = bytearray(b"a,b")
print(b.split(b","), b.upper(), b.replace(b",", b";"), b.startswith(b"a"), b"," in b, 44 in b, [x for x in b], b < b"b", b"x".join([b, b]), bytearray(b"abc")[::-1], bytearray(range(65, 70)))
c = b
c += b"!"
print(b is c, b)
c = c + b"?"
print(b, c)
for i in range(len(c)):
    c[i] = c[i] ^ 1
print(c)
m = memoryview(b"abcdef")
print(m[1], bytes(m[2:4]), len(m), m.tolist()[:3])
