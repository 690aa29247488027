def a(x):
    return b(x) + 1


def b(x):
    y = c(x)
    return y


def c(x):
    return x["missing"]


print("start")
a({"k": 1})
