def f(a, b):
    return divmod(a, b)
print(f(7, 2), f(8, 3), f(9, 4))
