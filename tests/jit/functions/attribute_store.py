class P:
    def __init__(self):
        self.x = 1
def f(p, v):
    p.x = v
p = P()
f(p, 2), f(p, 3), f(p, 4)
print(p.x)
