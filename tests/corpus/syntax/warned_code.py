# Code that can only fail, or says what it does not mean.
x = 3
try:
    pass
finally:
    x is 1
if 'a' is not x is 5: pass
assert (x, "msg")
def f():
    ("b")("b"); (1,2)(3); [1](2); {}(); {1}(2); (lambda: 1)(2); (i for i in [])(1); f"a{x}"(2); None(2); ...(3); b"a"()
    [1,2]["a"]; 1[2]; None[1]; "abc"[1.5]; (1,2)[1,2]; [1][None]; {1}[2]; (lambda: 1)[2]; "a"[f"b{x}"]; f"a{x}"["b"]; [1][True]; [1][1:2]; [1][{}]; [1][[1]]; 1.5[2]; True[1]; b"a"["x"]; {1:2}["a"]; [1][lambda: 1]; (i for i in x)[3]; [i for i in x]["a"]; 2j[1]; [][...]; [][b"x"]; [][()]; {i for i in x}[1]
    x is (); () is x; x is [1]; x is -1; x is None; x is True; x is ...; x is 1.5; x is b"a"; x is "a"; x is f"a"; x is (1,2); x is 2j; 1 is 1 is 1; x == 1 is 2; x is not 1
1if x else 2
