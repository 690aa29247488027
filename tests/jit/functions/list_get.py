def f(a, i):
    return a[i]
print(f([1, 2], 0), f([1, 2], 1), f([1, 2], 0))
