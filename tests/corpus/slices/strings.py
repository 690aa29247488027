s = "hello world"
print(s[0], s[-1], s[0:5], s[6:], s[-5:], s[::2], s[::-1], s[10:0:-3], s[3:3], s[20:], s[:-20])
print([s[i:i + 3] for i in range(0, len(s), 3)], s[slice(1, 4)], s[True], s[:3] + s[3:] == s)
u = "h\u00e9\u4e16\U0001f600z"
print(u[1], u[2:4], u[::-1], len(u), [c for c in u], u[-2], u[1:] == "\u00e9\u4e16\U0001f600z")
for i in (11, -12, 2**70, -(2**70)):
    try:
        print(s[i])
    except IndexError as e:
        print(e)
for i in ("a", 1.0, None, (1, 2)):
    try:
        print(s[i])
    except TypeError as e:
        print(e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    s[::0]
except ValueError as e:
    print(e)
t = tuple(range(6))
print(t[1:3], t[::-2], t[-1], t[5:], t[6:], t[:2] + t[2:])
try:
    t[0] = 1
except TypeError as e:
    print(e)
b = bytes(range(10))
print(b[3], b[2:5], b[::-3], b[-1])
try:
    b[0] = 1
except TypeError as e:
    print(e)
ba = bytearray(b"abcdef")
ba[1:3] = b"XYZ"
print(ba)
ba[::2] = b"1234"
print(ba)
del ba[1:4]
print(ba)
try:
    ba[0] = 256
except ValueError as e:
    print(e)
try:
    ba[::2] = b"1"
except ValueError as e:
    print(e)
r = range(0, 100, 7)
print(r[3], r[-1], r[2:5], r[::-1], r[10:3:-2], len(r[1:]), list(r[::4]))
try:
    r[50]
except IndexError as e:
    print(e)
