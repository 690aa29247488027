def f(t):
    a, b = t
    return b
print(f((1, 2)), f((3, 4)), f((5, 6)))
