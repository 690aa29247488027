a = list(range(10))
print(a[2:5], a[:3], a[7:], a[:], a[::2], a[1::3], a[::-1], a[8:2:-2], a[-3:], a[:-3], a[-2:-5:-1])
print(a[5:2], a[100:], a[:100], a[-100:3], a[3:-100:-1], a[100:5:-1], a[True:3], a[None:2], a[0:0])
b = a[:]
b[2:5] = ["x"]
print(b)
b[1:1] = [100, 200]
print(b)
b[::2] = ["e"] * len(b[::2])
print(b)
b[:] = []
print(b)
c = list(range(10))
c[2:4] = range(5)
print(c)
c[-1:] = "end"
print(c)
c[5:2] = ["ins"]
print(c)
c[::-1] = list(range(len(c)))
print(c)
del c[::3]
print(c)
del c[1:3], c[-1:]
print(c)
del c[::-2]
print(c)
for f in (lambda: assign(a, slice(0, 4, 2), [1]), lambda: assign(a, slice(0, 2), 5), lambda: a[::0], lambda: a["a":2],
          lambda: a[1.5:], lambda: assign(a, slice(None, None, 2), [])):

    def assign(lst, s, v):
        lst[s] = v

    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
s = slice(1, 8, 3)
print(s, s.start, s.stop, s.step, a[s], s.indices(5), slice(None, None, -1).indices(4), slice(5), slice(2, 4) == slice(2, 4))
print("abcdef"[1:-1:2], "abc"[::-1], (1, 2, 3)[1:], b"abc"[0:2], range(10)[2:8:2], range(10)[::-1], bytearray(b"xyz")[1:])
d = [1, 2, 3]
d[1:2] = d
print(d)
d[len(d):] = [9]
d[:0] = [0]
print(d, d[-1:], d[:1], d[len(d):])
x = a
x[0:1], x[9:10] = [-1], [-9]
print(a)


class Show:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


o = Show()
print(o[1:2], o[:], o[::3], o[1:2, 3], o[..., 1], o[()], o["a":"b"])
o[1:2] = 5
del o[::2]
