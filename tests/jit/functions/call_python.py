def g(x):
    return x
def f(x):
    return g(x)
print(f(1), f(2), f(3))
