# A NameError in compiled code suggests a local that nothing reads any more.
def f(n):
    counter = n
    return countr
def show(g):
    import traceback
    try:
        g(1)
    except NameError as e:
        print(e.name, traceback.format_exception(e)[-1])
for _ in range(3):
    show(f)
def h(k):
    for i in range(k):
        total = i
    return totl
for k in (3, 3, 1500):
    show(lambda n: h(k))
