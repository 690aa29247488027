def show(x):
    print(x, end=" ")
    return x


def f(*args, **kwargs):
    print()
    return len(args) + len(kwargs)


f(show(1), show(2), *[show(3)], k=show(4), **{"z": show(5)})
d = {show("k1"): show("v1"), show("k2"): show("v2")}
print()
lst = [0, 0, 0]
lst[show(1)] = show(7)
print(lst)
x = show(1) + show(2) * show(3)
print(x)
a = [1, 2, 3]
i = 0
i, a[i] = 1, 9
print(i, a)
print(show(False) and show(1), show(True) or show(2), show(0) or show("last"))
print(show(1) < show(2) < show(0) < show(5))
r = show("then") if show(1) else show("else")
print(r)
(show([0])[show(0)]), y = show(5), show(6)
print(y)
z = [show(i) for i in (show(1), show(2))]
print(z)
t = show(1), show(2)
print(t)
s = {show(3), show(1)}
print(len(s))


def default(v=show("default")):
    return v


print()
obj = type("O", (), {})()
obj.v = 1
obj.v += show(2)
print(obj.v)
