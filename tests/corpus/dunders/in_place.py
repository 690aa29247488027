class Acc:
    def __init__(self):
        self.log = []


for op in ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul"]:
    def inplace(self, other, op=op):
        self.log.append((op, other))
        return self

    setattr(Acc, f"__i{op}__", inplace)

a = Acc()
keep = a
a += 1
a -= 2
a *= 3
a /= 4
a //= 5
a %= 6
a **= 7
a <<= 8
a >>= 9
a &= 10
a |= 11
a ^= 12
a @= 13
print(a is keep, a.log)


class Fallback:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return Fallback(self.v + other)

    def __iadd__(self, other):
        if other == 0:
            return NotImplemented
        self.v += other * 100
        return self


f = g = Fallback(1)
f += 1
print(f is g, f.v)
f += 0
print(f is g, f.v, g.v)


class Odd:
    def __iadd__(self, other):
        return "replaced"


o = Odd()
o += 1
print(o)
lst = [1]
alias = lst
lst += (2, 3)
lst *= 2
print(alias, alias is lst)
s = {1, 2}
t = s
s |= {3}
s &= {2, 3, 4}
s ^= {4}
s -= {2}
print(t, t is s)
d = {"a": 1}
e = d
d |= {"b": 2}
print(e, e is d)
box = [[1], {"k": 1}]
box[0] += [2]
box[1]["k"] += 5
print(box)


class Attr:
    pass


x = Attr()
x.n = 1
x.n += 1
x.n *= 10
x.l = []
x.l += "ab"
print(x.n, x.l)
for bad in ("lst += 5", "s |= [1]", "n += 'a'", "t += [1]", "d |= 5"):
    lst, s, n, t, d = [1], {1}, 1, (1,), {}
    try:
        if bad == "lst += 5":
            lst += 5
        elif bad == "s |= [1]":
            s |= [1]
        elif bad == "n += 'a'":
            n += "a"
        elif bad == "t += [1]":
            t += [1]
        elif bad == "d |= 5":
            d |= 5
    except TypeError as e:
        print(bad, "->", e)
