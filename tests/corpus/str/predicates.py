samples = ["", "abc", "ABC", "123", "abc123", "a b", " ", "\t\n", "12.5", "-1", "½", "²", "٣", "日本", "é", "_x", "x_1", "1x", "class", "\x00", "\x7f", "a\n", "\u00a0", "Ⅷ", "\u2028", "😀", "\ud800"]
names = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isidentifier", "isprintable", "isascii", "isupper", "islower", "istitle"]
for s in samples:
    print(ascii(s), "".join("1" if getattr(s, n)() else "0" for n in names))
