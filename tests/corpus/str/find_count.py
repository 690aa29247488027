s = "hello hello"
print(s.find("l"), s.find("l", 5), s.find("l", 4, 7), s.find("z"), s.find(""), s.find("", 20), s.find("", 11), s.find("hello", 1), s.find("o h"), s.find("lo", -3))
print(s.rfind("l"), s.rfind("l", 0, 5), s.rfind("hello"), s.rfind(""), s.rfind("z"), s.rfind("", 0, 3), s.index("e"), s.rindex("e"))
print(s.count("l"), s.count("ll"), s.count(""), s.count("l", 5), s.count("z"), "aaaa".count("aa"), "aaa".count("", 1), "".count(""), "".count("x"), s.count("l", -3, -1))
print(s.startswith("he"), s.startswith("he", 6), s.startswith(("x", "hel")), s.startswith(""), s.startswith("hello", 0, 3), s.endswith("lo"), s.endswith(("x", "lo")), s.endswith("", 20), s.endswith("hel", 0, 3), s.startswith(()))
print("lo" in s, "z" in s, "" in s, "" in "", "ab" in "a", "日" in "日本", "本日" in "日本", "é".find("e"), "xéy".find("é"), "😀a😀".rfind("😀"))
for f in (lambda: s.index("z"), lambda: s.rindex("z"), lambda: s.find(1), lambda: s.count(None), lambda: s.startswith(1), lambda: s.endswith(["a"]), lambda: s.startswith(("a", 1)), lambda: 1 in s, lambda: s.find()):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print("a" * 1000 + "b" in "a" * 2000, ("ab" * 50 + "c").find("bc"), ("x" * 99 + "y" + "x" * 99).index("y"), "abcabc".find("c", None, 5), "aXbXc".rfind("X", None, -1))
