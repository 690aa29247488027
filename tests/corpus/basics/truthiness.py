class Falsy:
    def __bool__(self):
        return False


class Empty:
    def __len__(self):
        return 0


class Both:
    def __bool__(self):
        return True

    def __len__(self):
        return 0


class Bad:
    def __bool__(self):
        return 1


class BadLen:
    def __len__(self):
        return -1


values = [0, 1, -1, 0.0, -0.0, 0.1, "", "0", [], [0], (), (0,), {}, {0: 0}, set(), {0}, None, True, False,
          0j, 1j, b"", b"0", range(0), range(1), frozenset(), float("nan"), 10**30, Falsy(), Empty(), Both(), object]
print("".join("T" if v else "F" for v in values))
print("".join("F" if not v else "T" for v in values))
print("".join("T" if bool(v) else "F" for v in values))
for bad in (Bad(), BadLen()):
    try:
        if bad:
            print("true")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print([] or "a" or "b", 1 and [] and 2, not [] and 5, "" or 0)
print(not not 5, (not 1) is False)
x = []
print(x or [1], x and x[0], "yes" if x else "no")
n = 0
while not n >= 3:
    n += 1
print(n)
print(None or False, False or None, 0 and None, 1 and None)
