"""Classes change while code that uses them is hot."""


class P:
    factor = 2

    def __init__(self, n):
        self.n = n

    def value(self):
        return self.n * self.factor


def total(objects):
    t = 0
    for o in objects:
        t += o.value()
    return t


objs = [P(i) for i in range(300)]
print(total(objs))
P.factor = 10
print(total(objs))
P.value = lambda self: self.n + 1
print(total(objs))
objs[5].value = lambda: 10**6
print(total(objs))
del objs[5].value
print(total(objs))
objs[7].factor = -1
P.value = lambda self: self.factor
print(total(objs))


class Q(P):
    pass


objs[0] = Q(5)
print(total(objs))
Q.value = lambda self: 1000
print(total(objs))
Q.__bases__ = (P,)
del Q.value
print(total(objs))
objs[1].__class__ = Q
Q.value = lambda self: 5000
print(total(objs))
del P.value
try:
    total(objs[2:])
except AttributeError as e:
    print(e)
P.value = lambda self: 1
print(total(objs))


def inside_loop():
    class T:
        x = 0

    t = T()
    seen = 0
    for i in range(2000):
        if i % 500 == 499:
            T.x += 1
        if i == 1500:
            t.x = 100
        seen += t.x
    return seen


print(inside_loop())
P.__add__ = lambda self, o: "added"
print(objs[2] + 1)
P.__add__ = lambda self, o: self.n + o
r = 0
for i in range(500):
    r = objs[3] + r
    if i == 250:
        P.__add__ = lambda self, o: o - 1
print(r)
P.n = property(lambda self: 77)
print(objs[2].n, P.value(objs[2]))
