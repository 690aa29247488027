def f(d):
    total = 10 + d["a"]["b"][2] * 5
    return total


def g():
    return f({"a": {"b": [1, 2]}})


g()
