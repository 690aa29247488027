def concat(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
    return s


def join(n):
    return "".join([str(i) for i in range(n)])


def fstrings(n):
    out = []
    for i in range(n):
        out.append(f"{i}:{i * 0.5:.2f}:{i:04x}:{str(i)!r}")
    return out[-1], len("".join(out))


def index(s):
    t = 0
    for i in range(len(s)):
        t += ord(s[i]) * (i + 1)
        if s[-i - 1] == "z":
            t += 1
    return t


def iterate(s):
    counts = {}
    for c in s:
        counts[c] = counts.get(c, 0) + 1
    return counts


def slices(s):
    out = 0
    for i in range(0, len(s) - 3, 3):
        if s[i:i + 3] == s[i:i + 3][::-1]:
            out += 1
        out += s[i:] > s[:i]
    return out


def methods(n):
    t = 0
    for i in range(n):
        w = ("Word" + str(i)).upper().lower().replace("w", "W")
        t += w.count("o") + w.find("d") + len(w.split("o")) + w.startswith("Wo") + w.endswith("9")
    return t


s = concat(1500)
print(len(s), s[700:730], join(300)[-20:], fstrings(400), index(s), index("aé€😀z" * 50), iterate(s)["e"], iterate("日本日"), slices(s), methods(400))


def compare(n):
    t = 0
    a = "key"
    for i in range(n):
        b = "key" if i % 2 else "k" + "ey"
        if a == b:
            t += 1
        if a + str(i) == b + str(i):
            t += 1
        if a < str(i):
            t += 1
    return t


print(compare(1000))


def unicode_widths(n):
    s = "a"
    for i in range(n):
        if i == 100:
            s += "é"
        if i == 200:
            s += "€"
        if i == 300:
            s += "😀"
        s += "x"
    return len(s), s[101], s[202], s[303], s[::-1][0], s.count("x")


print(unicode_widths(500))


def error_inside(n):
    s = ""
    try:
        for i in range(n):
            s = s + ("x" if i < n - 1 else i)
    except TypeError as e:
        return len(s), str(e)


print(error_inside(1000))
for i in (5, -6, 100):
    try:
        for _ in range(100):
            "hello"[i % 5]
        print("hello"[i])
    except IndexError as e:
        print(e)
