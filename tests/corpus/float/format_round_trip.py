values = [0.1, 0.5, 1.0, 1.5, 2 / 3, 1e-7, 123456.789, 1e15, 1e16, 1e17, 9007199254740993.0, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 4.9406564584124654e-324, 1e23, 8.98846567431158e307, 0.30000000000000004, 100.0, 1e21, 12345678.9, 3.0e-5, 299792458.0, 6.62607015e-34]
x = 1.0
for i in range(300):
    x = (x * 1.37 + 0.11) if x < 1e100 else x * 1e-200
    values.append(x)
    values.append(-1 / x)
bad = 0
for v in values:
    for text in (repr(v), str(v), f"{v!r}", "%r" % v, f"{v:.17g}", f"{v:.20e}", v.hex() and repr(float.fromhex(v.hex())), f"{v:.25g}"):
        if float(text) != v:
            bad += 1
            print("wrong", text)
print(len(values), bad, sum(len(repr(v)) for v in values))
print([f"{v:.6g}" for v in values[:24]])
print([f"{v:.3e}" for v in values[:24]])
print([f"{v:12.4f}" for v in values[:24] if abs(v) < 1e10])
print([repr(v) for v in values[24:44]])
print([float(s) for s in ("2.2250738585072011e-308", "1.7976931348623159e308", "0.1e-322", "123456789012345678901234567890", "9007199254740993", "9007199254740992.5", "1e-400", ".1e1", "1." + "0" * 50 + "1", "0." + "0" * 320 + "5")])
