# Warnings of imported modules and of compiled strings.
import _warns

exec("x = 3\nx is 4")
eval("'\\d'")
compile("\n\n() is ()", "no such file", "exec")
compile("# 1\n# 2\n# 3\n'\\q'", "warned_elsewhere.py", "exec")
try:
    exec("'\\d'\nreturn")
except SyntaxError as error:
    print(error)
print(_warns.x)
