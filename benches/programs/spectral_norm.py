"""The spectral norm of an infinite matrix, approximated by the power method."""

import math


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def multiply_av(v):
    n = len(v)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(i, j) * v[j]
        result.append(total)
    return result


def multiply_atv(v):
    n = len(v)
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(j, i) * v[j]
        result.append(total)
    return result


def multiply_atav(v):
    return multiply_atv(multiply_av(v))


def spectral_norm(n):
    u = [1.0] * n
    v = None
    for _ in range(10):
        v = multiply_atav(u)
        u = multiply_atav(v)
    vbv = vv = 0.0
    for ue, ve in zip(u, v):
        vbv += ue * ve
        vv += ve * ve
    return math.sqrt(vbv / vv)


def main():
    for n in (50, 100, 400):
        print(n, f"{spectral_norm(n):.9f}")


if __name__ == "__main__":
    main()
