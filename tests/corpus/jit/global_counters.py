count = 0
total = 0.0
names = []
table = {}


def bump():
    global count
    count += 1


def loop(n):
    global count, total
    for i in range(n):
        count += 1
        total += 0.5
        if i % 100 == 0:
            names.append(i)
            table[i] = count
    return count


for i in range(500):
    bump()
print(count, loop(1000), total, len(names), table[900])
count = 2**62 - 3
for i in range(6):
    bump()
print(count)
count = 0.25
bump()
print(count)
count = "s"
try:
    bump()
except TypeError as e:
    print(e)
del count
try:
    bump()
except NameError as e:
    print(e)
count = 1
for i in range(300):
    bump()
print(count)
# Hot code at the module's own level.
x = 0
for i in range(2000):
    x += i
    if i % 3 == 0:
        x -= 1
    elif i == 1500:
        x += 0.5
print(x, i)
while x > 1000:
    x //= 2
print(x)
s = ""
for c in "module level loop":
    s = c + s
print(s)
for i in range(1000):
    if i == 600:
        del x
    if i > 610:
        x = i
        break
print(x)
[y for y in range(500)]
try:
    y
except NameError as e:
    print(e)
k = 0
try:
    for k in range(1000):
        z = 1 / (900 - k)
except ZeroDivisionError:
    print(k)
for v in globals().copy():
    pass
g = globals()
for i in range(400):
    g["made_" + str(i % 3)] = i
print(made_0, made_1, made_2)
