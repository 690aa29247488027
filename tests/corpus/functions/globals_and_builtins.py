counter = 0


def bump():
    global counter
    counter += 1
    return counter


for _ in range(5):
    bump()
print(counter)
globals()["counter"] = 50
print(bump(), "counter" in globals(), "bump" in globals())


def local_view():
    a = 1
    b = "two"
    return locals()


print(local_view())


def many_globals():
    global ga, gb
    ga, gb = 1, 2
    del ga


many_globals()
try:
    ga
except NameError as e:
    print(e)
print(gb)


def delete_twice():
    global gb
    del gb
    try:
        del gb
    except NameError as e:
        print(e)


delete_twice()
print(__name__)


def shadow_builtin():
    list = (1, 2)
    return list


print(shadow_builtin(), list((3,)))
vars()["dynamic"] = 7
print(dynamic)
for dynamic in range(2):
    pass
print(dynamic)
