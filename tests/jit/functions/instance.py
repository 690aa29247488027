class P:
    def __init__(self, x):
        self.x = x
def f(x):
    return P(x)
print(f(1).x, f(2).x, f(3).x)
