"""Compiles the files named on standard input and writes what CPython makes of them, for compare_code.rs.

For each line (a path) one record goes to standard output: the seconds that compile() took, wall time and processor
time of the thread (little-endian doubles; the quickest of several passes), a length (four bytes, little-endian) with
bit 31 set if the file was refused, and as many bytes: the code object as marshal data, or the exception as text.
"""

import marshal
import struct
import sys
import time


def main():
    optimize, passes = int(sys.argv[1]), int(sys.argv[2])
    sys.setrecursionlimit(10_000)
    for line in iter(sys.stdin.buffer.readline, b""):
        path = line.rstrip(b"\n").decode("utf-8", "surrogateescape")
        wall = processor = float("inf")
        try:
            with open(path, "rb") as file:
                source = file.read()
            for _ in range(passes):
                code = None
                started, started_processor = time.perf_counter(), time.thread_time()
                code = compile(source, "<compared>", "exec", dont_inherit=True, optimize=optimize)
                wall = min(wall, time.perf_counter() - started)
                processor = min(processor, time.thread_time() - started_processor)
            flag, data = 0, marshal.dumps(code)
        except Exception as error:
            flag = 1 << 31
            data = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace")
        out = sys.stdout.buffer
        out.write(struct.pack("<ddI", wall, processor, len(data) | flag) + data)
        out.flush()


main()
