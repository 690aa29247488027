print(repr("  a b  ".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "abcba".lstrip("ab"), "abcba".rstrip("ab"))
print("\t\n a\r\n".strip(), repr("".strip()), repr("   ".strip()), "a".strip(""), repr("\u00a0\u2003x\u3000".strip()), "www.example.com".strip("cmowz."))
print("TestHook".removeprefix("Test"), "TestHook".removeprefix("Hook"), "MiscTests".removesuffix("Tests"), "x".removesuffix(""), repr("ab".removeprefix("ab")))
print("a".strip(None), "  lead".lstrip(None), "mississippi".rstrip("ipz"), "éaé".strip("é"), "😀x😀".strip("😀"))
for f in (lambda: "a".strip(1), lambda: "a".strip("a", "b"), lambda: "a".removeprefix(), lambda: "a".removesuffix(1)):
    try:
        print(f())
    except TypeError as e:
        print(e)
s = "same"
print(s.strip() is s or s.strip() == s, "a b".strip("b").strip())
