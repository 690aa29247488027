for v in (0, 7, -7, 42, -1234567, 10**20, -(10**20), True):
    print([format(v, s) for s in ("", "d", "5", "<8", ">8", "^8", "=8", "08", "+", " ", "-", "+08d", "*<8", "*^9", "0=+8")])
for v in (0, 255, -255, 2**70):
    print([format(v, s) for s in ("b", "o", "x", "X", "#b", "#o", "#x", "#X", "010b", "#010x", "_b", "_x", "+x", " #o", "#012b")])
for v in (0, 999, 1000, 1234567, -1234567, 10**15):
    print([format(v, s) for s in (",", "_", ",d", "15,", "015,", "<15,", "+,", "_d", "^16_", "012_d")])
for v in (65, 0x20AC, 97):
    print([format(v, s) for s in ("c", "5c", "<5c", "^5c")])
for v in (0, 5, -12345, 10**18):
    print([format(v, s) for s in ("e", ".2e", "f", ".1f", "g", "n", "%", ".0%", "E", "G", ".3")] if v is None else
          [format(v, s) for s in ("e", ".2e", "f", ".1f", "g", "n", "%", ".0%", "E", "G")])
for spec in (".2d", "c,", "y", "s", "10.2", "+c", "#c", ",b", "_c", ",_d", "<<<", "=^", "5 d", "1e", "x5", "%d", "0x", "-+d", ".d"):
    for v in (5,):
        try:
            print(spec, repr(format(v, spec)))
        except (ValueError, OverflowError) as e:
            print(spec, type(e).__name__, e)
for v in (-1, 0x110000):
    try:
        format(v, "c")
    except OverflowError as e:
        print(e)
print("{:5}|{:<5}|{:^5}|{:é^7}|{:\u4e16>4}".format(1, 2, 3, 4, 5))
print(f"{123:{'0>5'}} {-5:06} {-5:<06} {5:>06} {5:^06} {-5:=6} {5:<<5} {5:>>5} {5:==5}")
