class Outer:
    class Error(Exception):
        pass

    def go(self):
        def inner():
            raise Outer.Error("nested class")

        inner()


Outer().go()
