s = "héllo €😀"
for enc in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf8", "UTF-8"):
    b = s.encode(enc)
    print(enc, b, b.decode(enc) == s)
print("abc".encode("ascii"), "é".encode("latin-1"), "abc".encode(), "".encode(), b"abc".decode("ascii"), b"\xe9".decode("latin-1"), str(b"abc", "utf-8"), str(b"x"), "é".encode("iso-8859-1"))
print("aé€".encode("ascii", "ignore"), "aé€".encode("ascii", "replace"), "aé€😀".encode("ascii", "backslashreplace"), "aé€".encode("ascii", "xmlcharrefreplace"), "é€".encode("latin-1", "replace"))
print(b"a\xffb".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "backslashreplace"), b"\xe2\x82".decode("utf-8", "replace"), b"\xf0\x9f\x98\x80".decode(), ascii(b"a\xff".decode("utf-8", "surrogateescape")))
for f in (lambda: "é".encode("ascii"), lambda: "€".encode("latin-1"), lambda: b"\xff".decode(), lambda: b"\xe2\x82".decode("utf-8"), lambda: b"a\x80".decode("ascii"), lambda: "a".encode("nope"), lambda: b"a".decode("nope"), lambda: "\ud800".encode(), lambda: b"\xed\xa0\x80".decode(), lambda: b"\xc0\x80".decode(), lambda: "é".encode("ascii", "nope"), lambda: "a".encode(5), lambda: b"\xf0\x9f".decode(), lambda: "éé".encode("ascii"), lambda: str(5, "utf-8"), lambda: str("a", "utf-8")):
    try:
        print(f())
    except (UnicodeError, LookupError, TypeError) as e:
        print(type(e).__name__, e)
try:
    "aé".encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, e.start, e.end, e.reason, e.object)
print([ord(c) for c in "aé€😀"], [chr(i) for i in (97, 233, 8364, 128512)], len("😀"), len("😀".encode()), "\u0065\u0301" == "é", "\N{GREEK SMALL LETTER ALPHA}")
