def level0():
    x = 0

    def level1():
        nonlocal x
        x += 1

        def level2():
            nonlocal x
            x += 10

            def level3():
                nonlocal x
                x += 100
                return x

            return level3()

        return level2()

    result = level1()
    return result, x


print(level0())


def shared():
    value = []

    def push(v):
        nonlocal value
        value = value + [v]

    def pop():
        nonlocal value
        *value, last = value
        return last

    return push, pop, lambda: value


push, pop, peek = shared()
push(1)
push(2)
push(3)
print(pop(), peek())


def parameter_cell(a, b):
    def swap():
        nonlocal a, b
        a, b = b, a

    swap()
    return a, b


print(parameter_cell(1, 2))


def loops():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    i = 99
    return [f() for f in fs]


print(loops())


def class_in_closure(tag):
    class C:
        label = tag

        def get(self):
            return tag, self.label

    tag = tag + "!"
    return C()


print(class_in_closure("t").get())
