def f(d, k, v):
    d[k] = v
d = {}
f(d, 'a', 1), f(d, 'b', 2), f(d, 'a', 3)
print(d)
