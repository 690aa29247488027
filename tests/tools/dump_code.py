"""Compiles the files named on standard input and writes what CPython makes of them, for compare_code.rs.

For each line (a path) one record goes to standard output: the seconds that compile() took (a little-endian double), a
length (four bytes, little-endian) with bit 31 set if the file was refused, and as many bytes: the code object as
marshal data, or the exception as text.
"""

import marshal
import struct
import sys
import time


def main():
    optimize = int(sys.argv[1])
    sys.setrecursionlimit(10_000)
    for line in sys.stdin.buffer:
        path = line.rstrip(b"\n").decode("utf-8", "surrogateescape")
        started = ended = time.perf_counter()
        try:
            with open(path, "rb") as file:
                source = file.read()
            started = time.perf_counter()
            code = compile(source, "<compared>", "exec", dont_inherit=True, optimize=optimize)
            ended = time.perf_counter()
            flag, data = 0, marshal.dumps(code)
        except Exception as error:
            ended = time.perf_counter()
            flag = 1 << 31
            data = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace")
        out = sys.stdout.buffer
        out.write(struct.pack("<dI", ended - started, len(data) | flag) + data)
        out.flush()


main()
