# When code objects are equal, and their hashes.
def code(source, name="<s>"):
    return compile(source, name, "exec")


print(code("x = 1") == code("x = 1"), code("x = 1") != code("x = 1"))
print(code("x = 1") == code("x = 1.0"), code("x = 1") == code("x = True"), code("x = 0.0") == code("x = -0.0"))
print(code("x = 1") == code("x = 1", "other"), code("x = 1") == code("\nx = 1"), code("x = 1") == code("x =  1"))
print(code("def f(): return 1") == code("def f(): return 1"), code("def f(): return 1") == code("def f(): return 2"))
print(code("x = (1, 2)") == code("x = (1, 2)"), code("x = (1, 2)") == code("x = (1, 2.0)"))
print(code("x in {1, 2, 3}") == code("x in {3, 2, 1}"), code("x = 'a'") == code("x = b'a'"))
print(code("x = 1") == "x = 1", code("x = 1") == None)
print(hash(code("x = 1")) == hash(code("x = 1")), {code("x"): 1}[code("x")], len({code("y"), code("y"), code("z")}))
lambdas = [lambda: 1 for _ in range(2)]
print(lambdas[0].__code__ is lambdas[1].__code__, lambdas[0] == lambdas[1])


def f(n):
    return n + 1


before = f.__code__.replace()
for _ in range(1000):
    f(1)
print(before == f.__code__, hash(before) == hash(f.__code__))
try:
    before < f.__code__
except TypeError as error:
    print(error)
