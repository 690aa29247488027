a = b = c = [1]
b.append(2)
print(a, c is a)
x, y = 1, 2
x, y = y, x
print(x, y)
(p, q), r = [3, 4], 5
[s, t] = "st"
print(p, q, r, s, t)
a, *b = range(5)
*c, d = "hello"
e, *f, g = [1, 2]
print(a, b, c, d, e, f, g)
*h, = (1, 2)
(i, *j), k = (1, 2, 3), 4
print(h, i, j, k)
m = n = 0
m += 1
print(m, n)
lst = [1, 2, 3]
lst[0], lst[1] = lst[1], lst[0]
lst[1:2] = [7, 8, 9]
print(lst)
other = lst
other += [10]
print(lst, other is lst)
other = other + [11]
print(lst, other)
t = (1, 2)
u = t
u += (3,)
print(t, u)
s = "a"
s *= 3
print(s)
d = {}
d["a"] = d["b"] = 5
print(d)
i = 0
i, d[i] = 5, "five"
print(d)
for f in (
    lambda: exec_unpack((1, 2, 3)),
    lambda: exec_unpack([1]),
    lambda: exec_unpack([]),
    lambda: exec_unpack(5),
    lambda: exec_star([]),
    lambda: exec_star("x"),
    lambda: exec_unpack(iter([1, 2, 3])),
    lambda: exec_unpack({"k": 1}),
    lambda: exec_unpack(None),
):

    def exec_unpack(v):
        a, b = v
        return a, b

    def exec_star(v):
        a, b, *c = v
        return a, b, c

    try:
        print(f())
    except (TypeError, ValueError) as err:
        print(type(err).__name__, err)
tup = ([],)
try:
    tup[0] += [1]
except TypeError as err:
    print(err, tup)
