def f(a):
    return 1 if a is None else 2
print(f(None), f(1), f(None))
