def f(a):
    return a
print(f(1), f('x'), f(None))
