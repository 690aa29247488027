inf, nan = float("inf"), float("nan")
for v in (0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 100.0, 1e15, 1e16, 1e17, 123456789.0, 1234567890123456.0, 12345678901234567.0, 1e-4, 1e-5, 0.00012345, 1.5e-10, 1e22, 1e23, 1e100, 1e300, 1.7976931348623157e308,
          2.2250738585072014e-308, 5e-324, 1e-323, inf, -inf, nan, 3.141592653589793, 2.718281828459045, 1e21, 9007199254740993.0, 0.5, 1.0000000000000002, 4.35, 2.675, 1e5, 99999999999999990.0, 9.999999999999999e22):
    print(repr(v), str(v), end=", ")
print()
print([float(s) for s in ("1", "1.5", " 2 ", "1e3", "-1E-3", ".5", "5.", "inf", "-Infinity", "nan", "+1.0", "1_000.5", "0x1p3" if False else "8", "1e400", "-1e400", "1e-400", "00012")])
for s in ("", ".", "e5", "1e", "abc", "1.2.3", "0x10", "1__0", "- 1", "infin", "1,5", "1e5.5", "\x00"):
    try:
        print(float(s))
    except ValueError as e:
        print(e)
print((1.5).hex(), (0.1).hex(), (-0.0).hex(), inf.hex(), (5e-324).hex(), float.fromhex("0x1.8p+1"), float.fromhex("-0x1p-1074"), float.fromhex("1.5"), float.fromhex("inf"))
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-2.75).as_integer_ratio(), (1e20).as_integer_ratio(), (3.0).is_integer(), (3.5).is_integer(), inf.is_integer())
print(float(), float(5), float(True), float(2**53 + 1), float(10**22), float("9" * 30), float(b"1.5"), (2.5).real, (2.5).imag, (2.5).conjugate())
print(1e308 * 10, -1e308 * 10, inf - inf, inf * 0, 5e-324 / 2, 1e-308 / 1e10, 1e200 * 1e200, 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0, 0.0 == -0.0)
print([v for v in (1e0, 1e1, 1.25e2, 0.1e1)], 3.0, 3., .5, 1e-1, 1_0.5, 0.1e-6, 123e-2)
print([repr(i / 10) for i in range(1, 12)], [i * 0.1 for i in range(8)])
