from math import sqrt
def f(x):
    return sqrt(x)
print(f(4.0), f(9.0), f(16.0))
