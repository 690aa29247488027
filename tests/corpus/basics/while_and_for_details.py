items = [1, 2, 3]
for x in items:
    if x == 2:
        items = ["rebound"]
    print(x, end=" ")
print(items)
for i in range(3):
    for i in range(2):
        pass
    print(i, end=" ")
print(i)
n = 0
while True:
    n += 1
    if n == 2:
        continue
    if n > 4:
        break
    print(n, end=" ")
print()
for i in range(10**9):
    if i == 3:
        break
print(i)
for k, v in sorted({"b": 2, "a": 1}.items()):
    print(k, v, end="; ")
print()
for a, in [(1,), (2,)]:
    print(a, end=" ")
for x in (1, 2), [3, 4]:
    print(x, end=" ")
for c in "ab" "cd":
    print(c, end="")
print()
it = iter([1, 2, 3, 4])
for x in it:
    print(x, next(it), end="; ")
print()
for i in range(2):
    try:
        continue
    finally:
        print("finally", i, end=" ")
else:
    print("else")
x = 10
while x > 0 and (x := x - 3):
    print(x, end=" ")
print("end", x)
result = []
for i in range(20):
    if i % 2:
        continue
    elif i % 3 == 0:
        result.append(i)
    elif i > 15:
        break
print(result)
for _ in range(0):
    print("never")
else:
    print("empty range")
target = [0]
for target[0] in range(3):
    pass
print(target)


class P:
    pass


for P.attr in "xy":
    pass
print(P.attr)
rows = [[1, 2], [3, 4]]
print([cell for row in rows for cell in row], sum(sum(r) for r in rows))
