def f(n):
    return n if n < 1 else f(n - 1)
print(f(1), f(2), f(3))
