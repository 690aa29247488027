class P:
    def __init__(self):
        self.x = 1
def f(p):
    return p.x
p = P()
print(f(p), f(p), f(p))
