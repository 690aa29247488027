def f(n):
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = 0
    b0, b1, b2, b3, b4, b5, b6, b7, b8, b9 = range(10)
    c0 = c1 = c2 = c3 = c4 = 0.5
    d0, d1, d2 = "x", [], {}
    for i in range(n):
        a0 += 1
        a1 += a0
        a2 ^= a1
        a3 = a2 - a1
        a4 = a3 & 0xFFFF
        a5 = a4 | 1
        a6 = a5 * 3
        a7 = a6 % 1000
        a8 = a7 // 7
        a9 = a8 - a9
        b0, b1, b2, b3, b4 = b1, b2, b3, b4, b0
        b5, b9 = b9, b5
        b6 += b0 * b5
        b7 -= b6 & 3
        b8 = (b8 + b7) % 97
        c0 += 0.25
        c1 = c0 * c1 % 3.5
        c2 = c1 - c2
        c3, c4 = c4, c3 + c2
        if i % 500 == 0:
            d0 += str(i)
            d1.append(i)
            d2[i] = a0
    return locals()


for k, v in f(2000).items():
    print(k, v)
