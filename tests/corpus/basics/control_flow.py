for i in range(5):
    if i == 1:
        continue
    if i == 4:
        break
    print(i, end=" ")
else:
    print("never", end="")
print()
for i in range(3):
    pass
else:
    print("else ran", i)
n = 10
while n:
    n -= 3
    if n < 0:
        print("negative")
        break
else:
    print("zero")
while n < 0:
    n += 1
else:
    print("while else", n)
for i in []:
    pass
else:
    print("empty else")


def classify(n):
    if n < 0:
        return "neg"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    else:
        return "big"


print([classify(n) for n in (-5, 0, 5, 50)])
for a in range(3):
    for b in range(3):
        if b == a:
            break
        print((a, b), end=" ")
    else:
        print("inner done", end=" ")
print()
for i in range(3):
    i = i * 10
    print(i, end=" ")
print()
total = 0
i = 0
while True:
    i += 1
    if i % 2:
        continue
    total += i
    if i > 20:
        break
print(total, i)
for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]:
    print(x + y + z, end=" ")
print()
d = {}
for d["k"] in range(3):
    pass
print(d)
pass
if not []:
    print("empty list is false")
for ch in "héy":
    print(ch, end="|")
print()
