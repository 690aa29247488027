x = "global"


def f():
    print(x)


def g():
    x = "local"
    f()

    def h():
        print(x)

    h()


def shadow(x):
    x = x + "!"
    return x


f()
g()
print(shadow(x), x)


class C:
    x = "class"
    y = [x for _ in range(2)]

    def method(self):
        return x


print(C().method(), C.x, C.y)


def uses_builtin():
    return len([1, 2])


print(uses_builtin())
len = lambda v: 42
print(uses_builtin())
del len
print(uses_builtin())


def global_write():
    global created
    created = "made"


global_write()
print(created)


def comp():
    n = 3
    return [n * i for i in range(n)], {n: i for i in range(2)}, sum(n for _ in range(n))


print(comp())


def unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
    print(v)


unbound()
try:
    undefined_name
except NameError as e:
    print(e, e.name)


def conditional(flag):
    if flag:
        v = 1
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(conditional(True), conditional(False))
