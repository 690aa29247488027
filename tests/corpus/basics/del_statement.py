x = 1
del x
try:
    x
except NameError as e:
    print(e)
a, b, c = 1, 2, 3
del a, (b, c)
print("a" in globals(), "b" in globals())
lst = list(range(10))
del lst[0]
del lst[-1]
del lst[2:4]
del lst[::2]
print(lst)
d = {"a": 1, "b": 2}
del d["a"]
print(d)


class C:
    v = 5


o = C()
o.v = 6
del o.v
print(o.v)
for action in (
    "missing_attr",
    "missing_key",
    "missing_index",
    "tuple_item",
    "str_item",
    "class_attr",
):
    try:
        if action == "missing_attr":
            del o.v
        elif action == "missing_key":
            del d["zz"]
        elif action == "missing_index":
            del lst[100]
        elif action == "tuple_item":
            del (1, 2)[0]
        elif action == "str_item":
            del "abc"[0]
        elif action == "class_attr":
            del C.v
            print(hasattr(o, "v"))
            del C.v
    except Exception as e:
        print(action, type(e).__name__, e)


def f():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(f())


def g():
    v = 1
    del v
    v = 2
    return v


print(g())
