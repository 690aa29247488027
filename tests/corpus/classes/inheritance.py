class Animal:
    sound = "..."

    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says {self.sound}"

    def kind(self):
        return type(self).__name__


class Dog(Animal):
    sound = "woof"

    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def kind(self):
        return "dog/" + super().kind()


class Puppy(Dog):
    def speak(self):
        return super().speak().upper()


class Cat(Animal):
    sound = "meow"


for a in (Animal("x"), Dog("rex", ["sit"]), Puppy("bit"), Cat("tom")):
    print(a.speak(), a.kind(), isinstance(a, Dog), isinstance(a, (Cat, Puppy)))
print([c.__name__ for c in Puppy.__mro__], Puppy.__base__.__name__, Puppy.__bases__ == (Dog,))
print(issubclass(Puppy, Animal), issubclass(Animal, Dog), issubclass(Cat, (Dog, Cat)))
print(sorted(c.__name__ for c in Animal.__subclasses__()))
Animal.extra = lambda self: "extra " + self.name
print(Puppy("p").extra())
Dog.sound = "WOOF"
print(Puppy("q").speak(), Dog("r").speak())


class Base:
    def template(self):
        return [self.first(), self.second()]

    def first(self):
        return "base first"

    def second(self):
        raise NotImplementedError("second")


class Child(Base):
    def second(self):
        return "child second"


print(Child().template())
try:
    Base().template()
except NotImplementedError as e:
    print(type(e).__name__, e)
for f in (lambda: isinstance(1, "x"), lambda: issubclass(1, int), lambda: issubclass(int, 1)):
    try:
        print(f())
    except TypeError as e:
        print(e)
