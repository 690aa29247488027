a_one = 1
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 < 2 > 1, 1 == 1 != 2)
print(1 < 2.5, 2 == 2.0, 2**70 == float(2**70), 2**53 + 1 == float(2**53 + 1), 10**400 > 1e308)
print("a" < "b", "abc" < "abd", "Z" < "a", "" < "a", "a" < "aa", "é" > "z")
print([1, 2] < [1, 3], [1] < [1, 0], [] < [0], (1, 2) == (1, 2), [1, 2] == (1, 2))
print({1: 2} == {1: 2.0}, {1, 2} == {2, 1}, {1} < {1, 2}, {1} <= {1}, {1} < {2})
print(None == None, None is None, None == 0, None != False)
print(True == 1, True is not a_one, False < True)
print("a" in "cat", "" in "x", 3 in [1, 2, 3], 3 not in (1, 2), "k" in {"k": 1}, 5 in range(0, 10, 5), 2 in {1, 2})
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan > 1, nan in [nan], [nan] == [nan], (nan,) == (nan,))
x = [1]
y = x
print(x is y, x is not y, x is [1], x == [1])
for f in (
    lambda: 1 < "a",
    lambda: "a" < 1,
    lambda: None < 1,
    lambda: [] < (),
    lambda: {} < {},
    lambda: 1j < 2j,
    lambda: 1 <= None,
    lambda: "a" > b"a",
    lambda: [1, "a"] < [1, 2],
    lambda: 5 >= [],
    lambda: 1 in 1,
    lambda: 1 in "abc",
    lambda: object() < object(),
):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(1 == "1", [] == "", 1 != "1", {} == [], (1,) != [1])


def show(n):
    print("eval", n, end=" ")
    return n


print(show(1) < show(5) < show(3))
print(show(9) < show(5) < show(3))
print(1 in [1] == True, (1 in [1]) == True)
