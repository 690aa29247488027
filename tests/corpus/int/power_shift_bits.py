print([2**i for i in (0, 1, 10, 31, 32, 62, 63, 64, 100)], [(-3) ** i for i in range(5)], 0**0, 0**5, 1**1000, (-1) ** 1001, 10**25)
print(2**-1, 2**-2, (-2) ** -3, 10**-5, 3**-1, pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, 100, 7), pow(-3, 3, 7), pow(2, 3, -5), pow(0, 0, 1), pow(5, 0, 1), pow(3, -1, 7), pow(10, -2, 13))
for f in (lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: 0**-1, lambda: pow(2, 3, 1.5), lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 << 1.0, lambda: 1 & 1.0, lambda: ~"a", lambda: pow(2.0, 3, 5)):
    try:
        print(f())
    except (ValueError, ZeroDivisionError, TypeError) as e:
        print(type(e).__name__, e)
print([1 << i for i in (0, 1, 30, 31, 62, 63, 64, 65)], [-1 << i for i in (0, 1, 62, 63)], [255 >> i for i in range(10)], [-255 >> i for i in range(10)])
print(0 << 1000, 0 << 10**10, 5 >> 10**10, -5 >> 10**10, (1 << 200) >> 199, (1 << 200) >> 201)
print(0b1100 & 0b1010, 0b1100 | 0b1010, 0b1100 ^ 0b1010, ~0b1100, -4 & 7, -4 | 7, -4 ^ 7, -1 & 2**70, -(2**70) | 1, -(2**70) ^ -1, 2**70 & -(2**65))
print(bin(10), bin(-10), bin(0), hex(255), hex(-255), oct(8), oct(-8), hex(2**70), bin(2**65), oct(2**64))
print((1023).bit_length(), (1024).bit_length(), (-1024).bit_length(), (2**100).bit_length(), (0).bit_length(), (255).bit_count(), (-255).bit_count(), (2**100 - 1).bit_count())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-1).to_bytes(2, "big", signed=True), (255).to_bytes(), (0).to_bytes(0, "big"), (2**64).to_bytes(9, "big"))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\x00\x04", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b""), int.from_bytes([1, 2], "big"), int.from_bytes(b"\xff" * 10, "little"))
for f in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "middle"), lambda: (128).to_bytes(1, "big", signed=True), lambda: (1).to_bytes(-1, "big")):
    try:
        print(f())
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
print((10).as_integer_ratio(), (5).__add__(3), (5).__add__(2.5), (5).__radd__(1), (7).__floordiv__(2), (2).__pow__(3), (2).__pow__(3, 5), (-5).__abs__(), (5).__bool__(), (5).__index__(), (3).__lt__(4), (3).__eq__(3.0), (5).__rsub__(9))
x = 1
for s in (5, 60, 1):
    x <<= s
    print(x, end=" ")
x >>= 64
print(x)
