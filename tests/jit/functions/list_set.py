def f(a, i, v):
    a[i] = v
a = [1, 2]
f(a, 0, 5), f(a, 1, 6), f(a, 0, 7)
print(a)
