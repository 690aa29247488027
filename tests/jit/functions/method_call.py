class P:
    def m(self):
        return 1
def f(p):
    return p.m()
p = P()
print(f(p), f(p), f(p))
