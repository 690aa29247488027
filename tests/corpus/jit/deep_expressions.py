def poly(x):
    return ((((((((x * 3 + 1) * x - 7) * x + 11) * x - 13) * x + 17) * x - 19) * x + 23) * x - 29)


def wide(a, b, c, d, e, f, g, h):
    return (a + b) * (c - d) + (e * f) - (g + h) * ((a - h) + (b - g) * (c + (d - (e + (f - (g * h))))))


def boolean(a, b, c, d):
    return (a and b or c) and not (d or not (a or c and d)) or (b and (c or d) and not a)


def calls(x):
    return max(min(abs(x), 100), len(str(x)) + int(str(abs(x))[:1])) - sum([x % 3, x % 5, max(x, -x)])


def tuples(x):
    return ((x, (x + 1, (x + 2, [x + 3, {x: (x + 4,)}])), x * 2), x)[0][1][1][1][1][x][0]


def conditional(x):
    return 1 if x < 10 else 2 if x < 20 else 3 if x < 30 else (4 if x % 2 else 5) if x < 40 else 6


def strings(x):
    return (("a" * (x % 3) + str(x)) * 2)[x % 2:][::-1].replace("1", "one").upper()


def chained(a, b, c):
    return a < b <= c != a == a >= 0 < c


for n in (600,):
    print(sum(poly(i % 50) for i in range(n)), sum(wide(i, 2, 3, i, 5, 6, 7, i) for i in range(n)), sum(bool(boolean(i & 1, i & 2, i & 4, i & 8)) for i in range(n)), sum(calls(i - 300) for i in range(n)), sum(tuples(i) for i in range(n)), sum(conditional(i % 50) for i in range(n)), sum(len(strings(i)) for i in range(n)), sum(chained(i % 3, i % 5, i % 7) for i in range(n)))
print(poly(0.5), poly(10**6), poly(-2**20), poly(True), wide(1.5, 2, 3, 4, 5, 6, 7, 8), wide(*[2**40] * 8), strings(110), [conditional(x) for x in (5, 15.5, 25, 35, 36, 99)])
try:
    poly("x")
except TypeError as e:
    print(e)
try:
    wide(1, 2, 3, "d", 5, 6, 7, 8)
except TypeError as e:
    print(e)
try:
    poly([1])
except TypeError as e:
    print(e)


def many_args(*a):
    return sum(a)


print(many_args(*[many_args(1, 2, many_args(3, 4, many_args(5))) for _ in range(300)]), many_args(*range(500)))
x = 1
r = (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + x)))))))))))))))))))
print(r, [[[[[[[[[[x]]]]]]]]]], ((((((((((x,),),),),),),),),),))
