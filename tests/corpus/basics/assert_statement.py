assert True
assert 1, "fine"
try:
    assert False
except AssertionError as e:
    print(repr(e), e.args)
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e), e)
try:
    assert [], {"a": 1}
except AssertionError as e:
    print(e.args)


def message():
    print("evaluated")
    return "m"


assert True, message()
try:
    assert None, message()
except AssertionError as e:
    print(e)


def check(x):
    assert isinstance(x, int), f"want int, got {type(x).__name__}"
    assert x > 0, (x, "not positive")
    return x


for v in (1, "a", -1):
    try:
        print(check(v))
    except AssertionError as e:
        print(e.args[0])
print(__debug__)
