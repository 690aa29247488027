k = 5
def f(v):
    global k
    k = v
f(1), f(2), f(3)
print(k)
