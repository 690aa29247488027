def f(a):
    return len(a)
print(f([1]), f([1, 2]), f([]))
