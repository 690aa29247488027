a = [3, 1, 2]
a.append(5)
a.extend([7, 8])
a.extend("ab")
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "end")
a.insert(-100, "start")
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove("first")
print(a, a.index(2), a.index(7, 2), a.count(3), a.index(3, -100))
a.reverse()
print(a, a.copy() == a, a.copy() is a)
b = a.copy()
b.clear()
print(b, a != b)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: [1].insert("a", 2), lambda: [].append(), lambda: [].extend(5), lambda: [1][1], lambda: list([1])["x"], lambda: [].pop("a"), lambda: [1].count(), lambda: [].nope, lambda: list(5), lambda: list(1, 2), lambda: [].sort(5), lambda: hash([]), lambda: [1] + (2,), lambda: [1] * [2], lambda: [] < 1):
    try:
        print(f())
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print([1, 2] + [3], [0] * 3, 2 * [1, 2], [1] * -1, [[0] * 2] * 2, [1, 2] == [1, 2], [1, 2] < [1, 3], [] < [0], [1] == [1.0], [1, [2]] == [1, [2]], 1 in [1], [2] in [[2]], not [])
x = [1, 2]
x += x
x *= 2
print(x, list("abc"), list((1, 2)), list({1: 2}), list(range(3)), list([1]) is x, list(), [*x[:2]])
n = [[]] * 3
n[0].append(1)
print(n)
r = [1, 2, 3]
r[0], r[2] = r[2], r[0]
print(r, r[-1], r[-3])
for i in (-4, 3, 10**20):
    try:
        r[i]
    except IndexError as e:
        print(e)
    try:
        r[i] = 0
    except IndexError as e:
        print(e)
