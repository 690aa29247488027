"""Default values: evaluated once, in order, shared when mutable."""


def trace(label, value):
    print("default", label)
    return value


def f(a, b=trace("b", 2), c=trace("c", 3)):
    return a, b, c


print(f(1))
print(f(1, 20))
print(f(1, 20, 30))
print(f(1, c=30))
print(f(c=3, a=1, b=2))
print(f.__defaults__)


def append(item, to=[]):
    to.append(item)
    return to


print(append(1))
print(append(2))
print(append(3, []))
print(append(4))

x = 10


def late(value=x):
    return value


x = 20
print(late(), late(5))
print([g() for g in [lambda i=i: i * i for i in range(4)]])
print([g() for g in [lambda: i * i for i in range(4)]])

f.__defaults__ = (7, 8)
print(f(1))
f.__defaults__ = None
try:
    f(1)
except TypeError as e:
    print(e)
