a, b = 1 + 2j, 3 - 4j
print(a + b, a - b, a * b, a / b, a**2, a**-1, a**0.5, a**b, -a, +a, abs(b), a == 1 + 2j, a != b, bool(0j), bool(a))
print(a.real, a.imag, a.conjugate(), type(a.real), complex(), complex(1), complex(1.5, -2), complex("1+2j"), complex("-3.5j"), complex("  2  "), complex("inf-nanj"), complex(a), complex(1j, 1j))
print(repr(1j), repr(-1j), repr(0j), -0j, complex(-0.0, 0), complex(0, -0.0), complex(1, -0.0), 1e20 + 1e-5j, 1 + 0j, complex(float("inf"), float("nan")), 1.5 - 2.5j, str(2j), f"{1 + 2j}", [1j])
print(1 + 1j, 1.5 * 2j, 2j / 2, 5 - 1j, 1j - 5, 2j**2, 1j * 1j, (1 + 1j) ** 10, 2 ** (1 + 1j), 0j**0, True + 1j, 10**20 * 1j, 3j // 1 if False else "")
print(1j == 1, 1 == 1 + 0j, 0j == 0.0, hash(1 + 0j) == hash(1), {1: "x"}[1 + 0j], 1j in [1j], sum([1j, 2, 3.5]), pow(1j, 2), (1j).__add__(1))
for f in (lambda: a < b, lambda: int(a), lambda: float(a), lambda: a % b, lambda: a // b, lambda: divmod(a, b), lambda: a / 0, lambda: 0j**-1, lambda: complex("1 + 2j"), lambda: complex("x"), lambda: complex("1", 2), lambda: complex(1, "2"), lambda: round(a), lambda: max(a, b), lambda: a & 1, lambda: pow(a, 2, 3), lambda: complex([]), lambda: a.real.foo, lambda: setattr(a, "real", 1)):
    try:
        print(f())
    except (TypeError, ValueError, ZeroDivisionError, AttributeError) as e:
        print(type(e).__name__, e)
z = 0j
for i in range(5):
    z = z * z + (0.3 + 0.5j)
print(z, abs(z))
w = 1
w += 1j
w *= 1j
w -= 2
w /= 2j
w **= 2
print(w)
