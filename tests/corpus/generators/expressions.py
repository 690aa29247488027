print(sum(x * x for x in range(10)), list(x for x in "abc" if x != "b"), max((len(w), w) for w in ["a", "ccc", "bb"]))
g = (x for x in range(3))
print(next(g), list(g), list(g), type(g).__name__, g.__name__)
print(any(x > 5 for x in range(10)), all(x < 5 for x in range(10)))
print(list((x, y) for x in range(3) for y in range(x)), [list(i for i in range(n)) for n in range(3)])
n = 10
g = (x + n for x in range(3))
n = 100
print(list(g))
data = [1, 2, 3]
g = (x for x in data)
data.append(4)
print(list(g))
data = [1, 2, 3]
g = (x for x in data)
data = [9]
print(list(g))
try:
    g = (x for x in undefined)
except NameError as e:
    print("immediately:", e)
g = (y for x in [1] for y in undefined)
try:
    next(g)
except NameError as e:
    print("later:", e)


def f():
    k = 3
    return sum(k * x for x in range(4)), dict((x, k) for x in "ab"), ",".join(str(x + k) for x in range(2))


print(f())
it = iter(range(10))
print(list(zip(it, it)), [a for a in (b for b in (c for c in range(3)))])
print(set(x % 3 for x in range(10)) == {0, 1, 2}, tuple(x for x in ()), sorted(-x for x in [3, 1, 2]))


def lazy():
    for i in range(3):
        print("make", i)
        yield i


g = (i * 10 for i in lazy())
print("nothing yet")
print(next(g))
print((lambda: sum(i for i in range(5)))(), sum((i for i in range(3)), 100))
print([*(x for x in "xy")], {k: v for k, v in ((i, i * i) for i in range(3))})


class C:
    a = 5
    b = list(x for x in range(a))


print(C.b)
nested = ((i, list(j for j in range(i))) for i in range(3))
print(list(nested))
