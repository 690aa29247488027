for s in ("", "plain", "it's", 'say "x"', "both '\"", "back\\slash", "new\nline\ttab\r", "\x00\x01\x1f\x7f", "é\xa0\xad", "\u200b\u2028\ufeff", "日本", "😀", "\ud800\udfff", "\U0010ffff\U000e0100", "a\x0b\x0c"):
    print(ascii(s), ascii(repr(s)), len(repr(s)))
    if s.isascii() or s in ("日本", "😀"):
        print(repr(s), [s], {s: s}, (s,))
print(repr(b""), repr(b"it's"), repr(b'"'), repr(b"both '\""), repr(b"\x00\x7f\x80\xff\n\t\r\\a"), repr(bytearray(b"x'y")))
print(ascii("日本é"), ascii([1, "é"]), ascii({"é": "日"}), "%a" % "é", "{!a}".format("é"))
print("a\
b", """x
y""", '\101\x41\u0041\U00000041\N{LATIN CAPITAL LETTER A}', "\a\b\f\v".encode(), '\'"', "\"'", "\\n", len("\\"), "\0012".encode(), "\x018".encode())
