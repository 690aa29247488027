"""A small stack machine with an assembler, running loops, calls and arrays."""

(PUSH, ADD, SUB, MUL, MOD, LT, EQ, JUMP, JUMP_IF_NOT, LOAD, STORE, CALL, RETURN,
 PRINT, HALT, ALOAD, ASTORE, DUP) = range(18)

NAMES = {
    "push": PUSH, "add": ADD, "sub": SUB, "mul": MUL, "mod": MOD, "lt": LT, "eq": EQ,
    "jump": JUMP, "jumpf": JUMP_IF_NOT, "load": LOAD, "store": STORE, "call": CALL,
    "return": RETURN, "print": PRINT, "halt": HALT, "aload": ALOAD, "astore": ASTORE, "dup": DUP,
}


def assemble(source):
    """Two passes: labels first, then instructions as (opcode, argument)."""
    lines = []
    labels = {}
    for line in source.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        if line.endswith(":"):
            labels[line[:-1]] = len(lines)
        else:
            lines.append(line.split())
    code = []
    for words in lines:
        argument = 0
        if len(words) > 1:
            argument = labels[words[1]] if words[1] in labels else int(words[1])
        code.append((NAMES[words[0]], argument))
    return code


class Machine:
    def __init__(self, code, memory=0):
        self.code = code
        self.stack = []
        self.frames = []
        self.locals = [0] * 8
        self.memory = [0] * memory
        self.output = []
        self.executed = 0

    def run(self):
        code = self.code
        stack = self.stack
        pc = 0
        executed = 0
        while True:
            op, argument = code[pc]
            pc += 1
            executed += 1
            if op == PUSH:
                stack.append(argument)
            elif op == LOAD:
                stack.append(self.locals[argument])
            elif op == STORE:
                self.locals[argument] = stack.pop()
            elif op == ADD:
                right = stack.pop()
                stack[-1] += right
            elif op == SUB:
                right = stack.pop()
                stack[-1] -= right
            elif op == MUL:
                right = stack.pop()
                stack[-1] *= right
            elif op == MOD:
                right = stack.pop()
                stack[-1] %= right
            elif op == LT:
                right = stack.pop()
                stack[-1] = 1 if stack[-1] < right else 0
            elif op == EQ:
                right = stack.pop()
                stack[-1] = 1 if stack[-1] == right else 0
            elif op == JUMP:
                pc = argument
            elif op == JUMP_IF_NOT:
                if not stack.pop():
                    pc = argument
            elif op == DUP:
                stack.append(stack[-1])
            elif op == ALOAD:
                stack.append(self.memory[stack.pop()])
            elif op == ASTORE:
                value = stack.pop()
                self.memory[stack.pop()] = value
            elif op == CALL:
                self.frames.append((pc, self.locals))
                self.locals = [0] * 8
                self.locals[0] = stack.pop()
                pc = argument
            elif op == RETURN:
                pc, self.locals = self.frames.pop()
            elif op == PRINT:
                self.output.append(stack.pop())
            elif op == HALT:
                self.executed = executed
                return
            else:
                raise ValueError(f"unknown opcode {op}")


COLLATZ = """
    push 1
    store 0             # start
    push 0
    store 3             # longest
outer:
    load 0
    push 2200
    lt
    jumpf done
    load 0
    store 1             # current
    push 0
    store 2             # steps
inner:
    load 1
    push 1
    eq
    jumpf step
    jump measured
step:
    load 1
    push 2
    mod
    jumpf even
    load 1
    push 3
    mul
    push 1
    add
    store 1
    jump next
even:
    load 1
    call halve
    store 1
next:
    load 2
    push 1
    add
    store 2
    jump inner
measured:
    load 3
    load 2
    lt
    jumpf shorter
    load 2
    store 3
shorter:
    load 0
    push 1
    add
    store 0
    jump outer
done:
    load 3
    print
    halt
halve:                  # multiply by the inverse of two modulo a prime
    load 0
    push 500000004
    mul
    push 1000000007
    mod
    return
"""

FIB = """
    push 23
    call fib
    print
    halt
fib:
    load 0
    push 2
    lt
    jumpf recurse
    load 0
    return
recurse:
    load 0
    push 1
    sub
    call fib
    load 0
    push 2
    sub
    call fib
    add
    return
"""

SIEVE = """
    push 2
    store 0
loop:
    load 0
    push 60000
    lt
    jumpf count
    load 0
    aload
    jumpf prime
    jump skip
prime:
    load 0
    load 0
    add
    store 1
strike:
    load 1
    push 60000
    lt
    jumpf skip
    load 1
    push 1
    astore
    load 1
    load 0
    add
    store 1
    jump strike
skip:
    load 0
    push 1
    add
    store 0
    jump loop
count:
    push 2
    store 0
    push 0
    store 2
counting:
    load 0
    push 60000
    lt
    jumpf finish
    load 2
    push 1
    add
    load 0
    aload
    sub
    store 2
    load 0
    push 1
    add
    store 0
    jump counting
finish:
    load 2
    print
    halt
"""


def main():
    for name, source, memory in (("collatz", COLLATZ, 0), ("fib", FIB, 0), ("sieve", SIEVE, 60_000)):
        code = assemble(source)
        machine = Machine(code, memory)
        machine.run()
        print(name, len(code), machine.output, machine.executed)
    try:
        Machine([(99, 0)]).run()
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    main()
