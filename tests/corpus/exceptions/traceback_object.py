import sys


def f():
    g()


def g():
    raise ValueError("deep")


try:
    f()
except ValueError as e:
    tb = e.__traceback__
    names = []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names)
try:
    raise e2 if False else KeyError("x")
except KeyError as e:
    print(e.__traceback__.tb_lineno, e.__traceback__.tb_next)


def catch():
    try:
        f()
    except ValueError as e:
        return e


e = catch()
tb = e.__traceback__
count = 0
while tb:
    count += 1
    tb = tb.tb_next
print(count)
try:
    raise e
except ValueError as again:
    tb = again.__traceback__
    count = 0
    while tb:
        count += 1
        tb = tb.tb_next
    print(count, again is e)
frame = sys._getframe()
print(frame.f_code.co_name, frame.f_lineno, frame.f_back)
