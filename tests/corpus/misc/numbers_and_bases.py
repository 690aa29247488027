def digits(n, base):
    out = []
    while n:
        n, d = divmod(n, base)
        out.append(d)
    return out[::-1] or [0]


def factor(n):
    out = {}
    p = 2
    while p * p <= n:
        while n % p == 0:
            out[p] = out.get(p, 0) + 1
            n //= p
        p += 1 + (p > 2)
    if n > 1:
        out[n] = out.get(n, 0) + 1
    return out


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def egcd(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = egcd(b, a % b)
    return g, y, x - a // b * y


print(digits(255, 16), digits(10**18, 7), factor(360), factor(2**31 - 1), factor(600851475143), egcd(240, 46))
print([n for n in range(60) if is_prime(n)], is_prime(2**61 - 1), is_prime(2**89 - 1), is_prime(2**67 - 1), is_prime(10**18 + 9))


class Fraction:
    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = egcd(abs(n), abs(d))[0] or 1
        if d < 0:
            g = -g
        self.n, self.d = n // g, d // g

    def __add__(self, o):
        o = o if isinstance(o, Fraction) else Fraction(o)
        return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)

    __radd__ = __add__

    def __mul__(self, o):
        return Fraction(self.n * o.n, self.d * o.d)

    def __neg__(self):
        return Fraction(-self.n, self.d)

    def __float__(self):
        return self.n / self.d

    def __repr__(self):
        return f"{self.n}/{self.d}"

    def __eq__(self, o):
        return (self.n, self.d) == (o.n, o.d)


print(Fraction(6, -8), Fraction(1, 3) + Fraction(1, 6), sum(Fraction(1, k) for k in range(1, 21)), float(Fraction(1, 3)), Fraction(2, 4) == Fraction(1, 2), 1 + Fraction(1, 2), -Fraction(1, 2) * Fraction(3, 5))
try:
    Fraction(1, 0)
except ZeroDivisionError as e:
    print(e)
harmonic = Fraction(0)
for k in range(1, 60):
    harmonic += Fraction(1, k)
print(harmonic)
