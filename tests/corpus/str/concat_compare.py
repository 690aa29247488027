a = "abc"
print(a + "d", a * 2, 2 * a, a + "" + a, a == "abc", a != "abd", a < "abd", a < "ab", a <= "abc", a > "ABC", "" < a, "a" < "é" < "日" < "😀", "Z" < "a", "10" < "9")
s = ""
for i in range(50):
    s += chr(97 + i % 26)
print(s, len(s), s[::7])
t = s
t += "!"
print(s == t, len(s), len(t))
print(a is a, hash("abc") == hash("a" + "bc"), {"abc": 1}["ab" + "c"], "abc" in {"abc"}, sorted(["b", "a", "C", "é", "", "aa"]), max("hello"), min("hello"), max("a", "b"), sorted("hello"), list(reversed("abc")))
print(len(""), len("日本語"), len("a\0b"), "a\0b" == "a\0b", "a\0b" < "a\0c", list("a\0b"), ord("\0"), "\x00" in "a\0")
for f in (lambda: a + 1, lambda: 1 + a, lambda: a + None, lambda: a + b"x", lambda: a * "2", lambda: a * 1.5, lambda: a - "c", lambda: a < 1, lambda: a / 2, lambda: -a, lambda: a ** 2, lambda: a @ a, lambda: a & a, lambda: a["x"]):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(str(), str(1), str(None), str("x"), str([1, "a"]), str(object="kw"), str(b"ab", encoding="ascii"), str(1.0), str(1 + 2j), str(int), str(len), str({}.keys()), str(range(3)))
print("abc".__len__(), "abc".__contains__("b"), "abc".__add__("d"), "abc".__getitem__(1), "abc".__eq__("abc"), "abc".__eq__(1), "abc".__mul__(2), "abc".__mod__(()), "abc".__hash__() == hash("abc"), "abc".__iter__().__next__(), "ab".__lt__("b"), "ab".__str__(), "ab".__repr__())
