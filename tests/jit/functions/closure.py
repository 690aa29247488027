def make(k):
    def f(n):
        return n + k
    return f
f = make(1)
print(f(1), f(2), f(3))
