class CM:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None, value, tb is not None)
        return self.suppress


with CM("a") as v:
    print("body", v)
with CM("b"), CM("c") as w:
    print(w)
with (
    CM("d") as d,
    CM("e") as e,
):
    print(d, e)
with CM("s", True):
    raise ValueError("suppressed")
print("after")
try:
    with CM("f"):
        raise KeyError("through")
except KeyError as err:
    print("caught", err)
with CM("g", True), CM("h"):
    1 / 0
with CM("t") as (x):
    pass


def f():
    with CM("ret"):
        return "returned"


print(f())
for i in range(3):
    with CM(str(i)):
        if i == 0:
            continue
        if i == 1:
            break
with CM("tuple") as [*letters]:
    print(letters)
obj = type("O", (), {})()
with CM("attr") as obj.x:
    print(obj.x)
