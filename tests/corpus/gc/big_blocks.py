def fill(n):
    return [i for i in range(n)]


total = 0
for i in range(40):
    big = fill(3000)
    total += big[-1] + len(big)
    text = "x" * 20000
    total += len(text + text)
    d = {k: k for k in range(500)}
    total += len(d)
print(total)
grow = []
for i in range(4000):
    grow.append(i)
print(len(grow), grow[1234], sum(grow))
while len(grow) > 10:
    grow.pop()
print(grow)
s = ""
for i in range(3000):
    s += "ab"
print(len(s), s[-4:])
b = bytearray()
for i in range(5000):
    b.append(i & 255)
print(len(b), b[4999], sum(b))
n = 1
for i in range(300):
    n = n * 12345 + i
print(n % 10**20, n.bit_length())
table = {}
for i in range(3000):
    table[i] = [i]
    if i >= 100:
        del table[i - 100]
print(len(table), min(table), max(table), table[2950])
matrix = [[0.5] * 100 for _ in range(100)]
print(sum(map(sum, matrix)))
print(len([None] * 50000), len((0,) * 50000), len("é" * 30000), len({i for i in range(5000)}))
