samples = ["é", "e\u0301", "ß", "İ", "ı", "Σ", "ς", "ﬀ", "😀", "👨‍👩‍👧", "日本語", "עברית", "\u200d", "Ǆ", "ŉ", "\U0001d54f"]
for s in samples:
    print(ascii(s), len(s), ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.casefold()), s.isalpha(), s.isupper(), s.islower(), len(s.encode()))
t = "naïve café — 日本 😀"
print(t.split(), t[::-1], t.find("日"), t.index("😀"), t.replace("日本", "JP"), t.count("a"), t.center(24, "·"), t.upper(), t.title(), t.encode("utf-8").decode() == t, sorted(t)[-3:], max(t), t.partition("—"))
print("".join(chr(c) for c in (0x41, 0xC0, 0x100, 0x4E00, 0x1F600)), [hex(ord(c)) for c in "Aé一😀"], "é" == "e\u0301", "\u00e9" in t or "ï" in t, "ÀÉ".lower(), "straße".upper(), "ŒUVRE".lower(), "ΑΣ".lower(), "x".join("日本"))
mixed = ["a", "é", "日", "😀"]
for a in mixed:
    for b in mixed:
        s = a + b + a
        print(ascii(s), s[1] == b, s.find(b), s.count(a), s.rfind(a), a in s, s.startswith(a + b), s.replace(b, "-").encode().hex(), a < b, end="; ")
    print()
print("😀" * 3, ("日" * 100)[50], len(("é" * 300 + "日")[:300].encode()), ("a" * 100 + "😀")[100], ("a" * 100 + "😀")[:100].isascii(), f"{'日本':>6}|{'😀':^5}|{'é':*<4}")
print("I".lower(), "i".upper(), "ǆ".title(), "ß".title(), "1é".isalnum(), "①".isdigit(), "①".isnumeric(), "५".isdecimal(), int("५६"), "\u3000 x\u2029".split(), "a\u2028b\x85c".splitlines())
