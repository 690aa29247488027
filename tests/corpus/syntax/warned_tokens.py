# Escape sequences that mean nothing, and numbers that run into a keyword.
x = "\d"
y = """a
b\q
"""
z = f"\d{x}\w" "\400"
b = b"\d\777\u" b"\400\c"
[0x1for x in [1]]
1or 2
1_0and 2
0b1or 3
0o7in []
1.5or 1
1e5or 1
1jor 2
1if 1else 2
f"{1if 1 else 2}"
x = f"\{6}" "\}"
x = f"\\{6}\{{" rf"\{6}\d"
f"\N{DIGIT ONE}\d", f"{'\d'}" "", rf"{'\d'}", f"{f'\d'}"
rb"\d"; r"\d"; "\
\8"
"""
\d""" "\w"
def f(): "\d"
class A: x: "\z" = 1
"a" "b\d" "\e" r"\d"
"\x41\u0041\U00000041\N{DIGIT ONE}\0\77\377\7778\"\a\b\f\n\r\t\v\\ok\
"
"\é", "\ü\d"
print("ran", x, y, z, b)
