# Sources in other encodings.
for name, data in [
    ("cp1251", b"\xcf\xf0\xe8"), ("windows-1250", b"\xb9\xea"), ("ISO_8859-2", b"\xb1"), ("latin-1-unix", b"\xe9"), ("l9", b"\xa4"),
    ("mac-roman", b"\x8e"), ("KOI8-U", b"\xa4"), ("koi8-r", b"\xc1"), ("euc-jp", b"\xc6\xfc"), ("sjis", b"\x93\xfa"),
    ("gb18030", b"\xc8\xd5"), ("gbk", b"\xc8\xd5"), ("big5", b"\xa4\xe9"), ("cp949", b"\xec\xed"), ("utf-8-sig", "ü".encode()),
    ("utf8", "ü".encode()), ("us-ascii", b"x"), ("cp866", b"\xe0"), ("iso8859-5", b"\xd0"), ("greek", b"\xe1"),
    ("cp1252", b"\x81"), ("iso8859-3", b"\xa5"), ("ascii", b"\x81"), ("utf8", b"\xe9"), ("nothing", b"x"),
]:
    source = b"# -*- coding: " + name.encode() + b" -*-\nx = '" + data + b"'\n"
    try:
        namespace = {}
        exec(compile(source, "f", "exec"), namespace)
        print(name, ascii(namespace["x"]))
    except SyntaxError as error:
        print(name, error)
try:
    compile(b"\xef\xbb\xbf# coding: latin-1\n", "f", "exec")
except SyntaxError as error:
    print(error)
