"""A loop whose accumulator turns from int to float, and back."""


def f(n, change):
    total = 0
    for i in range(n):
        if i == change:
            total = total + 0.5
        total += i
    return total


for change in (-1, 0, 1, 500, 1999, 2000):
    print(change, f(2000, change), type(f(2000, change)).__name__)


def back(n):
    x = 0
    kinds = []
    for i in range(n):
        if i % 700 == 699:
            x = int(x) if isinstance(x, float) else x + 0.25
            kinds.append(type(x).__name__)
        x += 1
    return x, kinds


print(back(3000))


def flip(n):
    x = 1
    for i in range(n):
        x = 1.5 if i & 1 else 2
        y = x * 2
    return x, y


print(flip(2001), flip(2000))
