values = [0, 1, -1, 9, 10, 99, 255, 256, -128, 10**9, 2**31, 2**32, 2**53, 2**62, 2**63, 2**64, -(2**64), 10**18, 10**19, 10**20, 10**40, -(10**40), 3**100, 7**77]
for v in values:
    s = str(v)
    assert int(s) == v and int(f"  {s} ") == v and eval(s) == v and int(s.encode()) == v
    for base, f in ((2, bin), (8, oct), (16, hex)):
        t = f(v)
        assert int(t, base) == v and int(t, 0) == v and eval(t) == v, (v, t)
    assert int(format(v, ","). replace(",", "")) == v and int(format(v, "_")) == v
    n = (abs(v).bit_length() + 8) // 8
    for order in ("big", "little"):
        assert int.from_bytes(v.to_bytes(n, order, signed=True), order, signed=True) == v
    assert float(v) == float(s) and repr(v) == s and f"{v}" == s and "%d" % v == s and "{}".format(v) == s
print(len(values), "round trips")
for base in (2, 3, 7, 10, 16, 20, 36):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[:base]
    text = digits[1:] + digits[::-1]
    n = int(text, base)
    print(base, n % 10**12, n.bit_length(), int(text.upper(), base) == n, int("-" + text, base) == -n)
print([f"{v:>30,}" for v in values[-4:]], [f"{v:e}" for v in (12345, 10**20, 2**70)], [f"{v:.3e}" for v in (123456, -999999)], f"{10**25:.2f}", f"{2**64:%}")
print(int("0" * 50 + "5"), int("1" * 100) % 97, int("-0"), int("+0"), int("0b0", 0), int("0_0"), str(-0), len(str(2**10000 % 10**3000)))
