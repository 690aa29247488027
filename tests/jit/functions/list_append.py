def f(a, v):
    a.append(v)
a = []
f(a, 1), f(a, 2), f(a, 3)
print(a)
