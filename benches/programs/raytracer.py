"""A ray tracer with spheres, a checkered floor, shadows and reflections; vectors have operators."""

import math


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor):
        return self * (1.0 / divisor)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def __abs__(self):
        return math.sqrt(self @ self)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y, self.z) == (other.x, other.y, other.z)

    def __repr__(self):
        return f"Vector({self.x:.4f}, {self.y:.4f}, {self.z:.4f})"

    def normalized(self):
        return self / abs(self)

    def reflected(self, normal):
        return self - 2.0 * (self @ normal) * normal


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, distance):
        return self.origin + self.direction * distance


class Material:
    def __init__(self, color, reflection=0.2):
        self.color = color
        self.reflection = reflection

    def color_at(self, point):
        return self.color


class Checkered(Material):
    def __init__(self, color, other, reflection=0.1):
        super().__init__(color, reflection)
        self.other = other

    def color_at(self, point):
        if (math.floor(point.x) + math.floor(point.z)) % 2 == 0:
            return self.color
        return self.other


class Shape:
    def __init__(self, material):
        self.material = material


class Sphere(Shape):
    def __init__(self, center, radius, material):
        super().__init__(material)
        self.center = center
        self.radius = radius

    def intersect(self, ray):
        offset = self.center - ray.origin
        along = offset @ ray.direction
        if along < 0:
            return None
        missing = self.radius * self.radius - (offset @ offset - along * along)
        if missing < 0:
            return None
        distance = along - math.sqrt(missing)
        return distance if distance > 1e-6 else None

    def normal_at(self, point):
        return (point - self.center).normalized()


class Plane(Shape):
    def __init__(self, point, normal, material):
        super().__init__(material)
        self.point = point
        self.normal = normal.normalized()

    def intersect(self, ray):
        slope = ray.direction @ self.normal
        if abs(slope) < 1e-9:
            return None
        distance = ((self.point - ray.origin) @ self.normal) / slope
        return distance if distance > 1e-6 else None

    def normal_at(self, point):
        return self.normal


class Scene:
    def __init__(self, shapes, lights):
        self.shapes = shapes
        self.lights = lights
        self.rays = 0

    def nearest(self, ray):
        self.rays += 1
        best = None
        best_distance = math.inf
        for shape in self.shapes:
            distance = shape.intersect(ray)
            if distance is not None and distance < best_distance:
                best = shape
                best_distance = distance
        return best, best_distance

    def visible(self, point, light):
        offset = light - point
        shape, distance = self.nearest(Ray(point, offset))
        return shape is None or distance > abs(offset)

    def color(self, ray, depth=0):
        shape, distance = self.nearest(ray)
        if shape is None:
            sky = 0.5 * (ray.direction.y + 1.0)
            return Vector(1.0, 1.0, 1.0) * (1.0 - sky) + Vector(0.5, 0.7, 1.0) * sky
        point = ray.at(distance)
        normal = shape.normal_at(point)
        base = shape.material.color_at(point)
        result = base * 0.1
        for light in self.lights:
            if self.visible(point + normal * 1e-4, light):
                brightness = max(0.0, (light - point).normalized() @ normal)
                result = result + base * (0.7 * brightness)
        if depth < 3 and shape.material.reflection > 0:
            bounced = Ray(point + normal * 1e-4, ray.direction.reflected(normal))
            result = result + self.color(bounced, depth + 1) * shape.material.reflection
        return result


def render(scene, width, height):
    eye = Vector(0.0, 1.5, -8.0)
    image = []
    for y in range(height):
        row = []
        for x in range(width):
            direction = Vector((x - width / 2) / width, (height / 2 - y) / width, 1.0)
            row.append(scene.color(Ray(eye, direction)))
        image.append(row)
    return image


def luminance(color):
    return min(1.0, 0.2126 * color.x + 0.7152 * color.y + 0.0722 * color.z)


def main():
    shapes = [Plane(Vector(0.0, 0.0, 0.0), Vector(0.0, 1.0, 0.0),
                    Checkered(Vector(1.0, 1.0, 1.0), Vector(0.1, 0.1, 0.1)))]
    for i in range(7):
        angle = i * math.pi * 2 / 7
        center = Vector(3.0 * math.cos(angle), 1.0 + 0.3 * (i % 3), 3.0 * math.sin(angle))
        color = Vector(0.3 + 0.1 * i, 1.0 - 0.1 * i, 0.5)
        shapes.append(Sphere(center, 0.9, Material(color, 0.3)))
    scene = Scene(shapes, [Vector(-10.0, 10.0, -10.0), Vector(6.0, 12.0, -4.0)])
    image = render(scene, 200, 112)
    shades = " .:-=+*#%@"
    for row in image[::4]:
        print("".join(shades[int(luminance(color) * 9.999)] for color in row[::2]))
    total = Vector(0.0, 0.0, 0.0)
    for row in image:
        for color in row:
            total = total + color
    print(total, scene.rays, Vector(1, 2, 3) == Vector(1, 2, 3))


if __name__ == "__main__":
    main()
