"""Digits of pi, of e and of a few factorials, with integers of any size."""


def pi_digits(count):
    """The unbounded spigot of Gibbons, one digit at a time."""
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    produced = 0
    while produced < count:
        if 4 * q + r - t < n * t:
            yield n
            produced += 1
            q, r, n = 10 * q, 10 * (r - n * t), (10 * (3 * q + r)) // t - 10 * n
        else:
            q, r, t, n, k, l = (
                q * k,
                (2 * q + r) * l,
                t * l,
                (q * (7 * k + 2) + r * l) // (t * l),
                k + 1,
                l + 2,
            )


def machin(digits):
    """Pi by Machin's formula in fixed point."""
    unity = 10 ** (digits + 10)

    def arctan(x):
        power = unity // x
        total = power
        square = x * x
        n = 3
        sign = -1
        while power:
            power //= square
            total += sign * (power // n)
            sign = -sign
            n += 2
        return total

    return 4 * (4 * arctan(5) - arctan(239)) // 10**10


def e_digits(digits):
    unity = 10 ** (digits + 10)
    total = term = unity
    n = 1
    while term:
        term //= n
        total += term
        n += 1
    return total // 10**10


def digit_sum(n):
    total = 0
    while n:
        n, digit = divmod(n, 10)
        total += digit
    return total


def power_mod(base, exponent, modulus):
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def main():
    line = []
    for i, digit in enumerate(pi_digits(4000), 1):
        line.append(str(digit))
        if i % 50 == 0:
            print("".join(line), i)
            line = []

    pi = str(machin(4200))
    print(pi[:20], pi[-20:])
    e = str(e_digits(4200))
    print(e[:20], e[-20:])

    factorial = 1
    for i in range(1, 3001):
        factorial *= i
    print(digit_sum(factorial), factorial.bit_length(), factorial % 999_999_937)

    a, b = 0, 1
    for _ in range(60_000):
        a, b = b, a + b
    print(a % 10**20, a.bit_length())

    mersenne = 2**1279 - 1
    total = 0
    for base in range(2, 32):
        total ^= power_mod(base, mersenne - 1 >> 1, mersenne) ^ pow(base, 65537, mersenne)
    print(hex(total))


if __name__ == "__main__":
    main()
