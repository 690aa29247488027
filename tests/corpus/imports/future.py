from __future__ import annotations
import __future__

for name in __future__.all_feature_names:
    feature = getattr(__future__, name)
    print(name, feature, feature.getOptionalRelease(), feature.getMandatoryRelease(), feature.compiler_flag)
print(__future__.__all__, __future__.CO_FUTURE_ANNOTATIONS, annotations is __future__.annotations)


def f(x: not_there) -> nor_here: ...


print(f.__annotations__)
