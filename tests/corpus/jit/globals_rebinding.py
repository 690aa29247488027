factor = 2


def scale(x):
    return x * factor


def run(n):
    t = 0
    for i in range(n):
        t += scale(i)
    return t


print(run(1000))
factor = 3
print(run(1000))
factor = 1.5
print(run(1000))
factor = "ab"
print(scale(3))
factor = 2


def rebinding(n):
    global factor
    t = 0
    for i in range(n):
        if i % 400 == 399:
            factor += 1
        t += factor
    return t


print(rebinding(2000), factor)


def helper(x):
    return x + 1


def use(n):
    t = 0
    for i in range(n):
        t = helper(t)
    return t


print(use(1000))
old = helper


def helper(x):
    return x + 10


print(use(1000))
helper = old
print(use(1000))
helper = lambda x: x - 1
print(use(1000))
helper = int
print(use(1000))


def swap_inside(n):
    global helper
    t = 0
    for i in range(n):
        t = helper(t)
        if i == n // 2:
            helper = old
    return t


print(swap_inside(1000))


def shadow(n):
    t = 0
    for i in range(n):
        t += len("abc")
        if i == n // 2:
            globals()["len"] = lambda s: 100
    return t


print(shadow(1000))
del len
print(shadow(10) if False else len("abc"))


def deleted(n):
    t = 0
    for i in range(n):
        t += temporary
        if i == 700:
            del globals()["temporary"]
    return t


temporary = 1
try:
    deleted(1000)
except NameError as e:
    print(e)
temporary = 5
print([temporary for _ in range(2)])
