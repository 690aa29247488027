a = [1, 2, 3, 4]
for x in a:
    if x < 3:
        a.append(x + 10)
print(a)
a = list(range(10))
for x in a:
    if x % 2 == 0:
        a.remove(x)
print(a)
a = [1, 2, 3]
for x in a:
    a.clear()
print(a)
a = [1, 2, 3]
it = iter(a)
next(it)
a.append(4)
print(list(it), list(it))
a.append(5)
print(list(it))
a = [0, 1, 2, 3, 4]
for i, x in enumerate(a):
    a[i] = x * 2
print(a)
a = [1, 2, 3]
for x in a[:]:
    a.insert(0, x)
print(a)
a = list(range(6))
for x in reversed(a):
    if x % 2:
        a.pop(0)
print(a)
d = {"a": 1, "b": 2}
for action in ("add", "delete"):
    try:
        for k in d:
            if action == "add":
                d[k + "x"] = 1
            else:
                del d[k]
    except RuntimeError as e:
        print(e)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 100)
except RuntimeError as e:
    print(e)
d = {"a": 1, "b": 2}
for k in d:
    d[k] += 10
print(d)
for k in list(d):
    del d[k]
print(d)
a = [[1], [2]]
for inner in a:
    inner.append(0)
print(a)
a = [1, 2, 3, 4, 5]
print([a.pop() for _ in a], a)
a = []
a.append(a)
print(a, a[0] is a, len(a), a == a)
b = [1]
b[:] = [b]
print(b)
