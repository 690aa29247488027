def f(a, b, c):
    return a * b - c + (a - b) ** c / (a - 1)


print(f(3, 2, 1))
f(1, 2, 3)
