"""Random values of the shapes of botocore's models, as boto3 takes and gives them.

All randomness comes from one generator, so that a seed repeats a value; members are visited in the model's order.
"""

import datetime
import itertools
import math

WORDS = ["alpha", "Beta-2", "gamma_3", "delta.4", "x", "us-east-1a", "0", "true", "42", "null"]
AWKWARD = [
    "two words",
    " padded ",
    "a+b=c&d;e",
    "per%cent %2F",
    "sla/sh//es",
    "quote\"s and 'more'",
    "<tag attr='1'>&amp;</tag>",
    "comma, separated,list",
    "curly {braces} [brackets] ~tilde`",
    "colon:hash#at@question?dollar$bang!star*(parens)|back\\slash^",
    "é ü ñ ß",
    "漢字かな",
    "emoji 🐬",
    "\u2028separator",
]
MULTILINE = ["line\nbreak", "tab\tstop"]
CONTROL = ["\u0001control\u001f", "carriage\rreturn", "\u007f"]
DOUBLES = [0.0, -0.0, 1.0, -1.5, 0.1, 3.14159, 1e16, 1.5e-7, 123456789.125, 123456789.12345679]
DOUBLES += [1.7976931348623157e308, 5e-324]
FLOATS = [0.0, 1.0, -1.5, 0.1, 3.14159, 1e16, 1.5e-7, 65504.0]
SPECIAL = [math.nan, math.inf, -math.inf]
INTEGERS = [0, 1, -1, 7, 23, 24, 255, 256, 65535, 65536, -129, 2147483647, -2147483648]
LONGS = [4294967296, 1099511627776, 9007199254740993, -9223372036854775808, 9223372036854775807]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
LATEST = 4102444800  # 2100-01-01

# How deep a value may nest, and how many parts it may have, before only what is required is made.
MAX_DEPTH = 7
MAX_PARTS = 250


class Values:
    """Makes values for one protocol.

    `random` is the source; `controls` tells whether strings may hold control characters, which XML cannot;
    `complete` whether required members must be there, as they must in inputs and need not in outputs. `unions` names
    structures that are unions though the model does not say so.
    """

    def __init__(self, random, controls, complete, unions=()):
        self.random = random
        self.controls = controls
        self.complete = complete
        self.unions = unions
        self.density = random.choice([0.0, 0.3, 0.5, 0.7, 0.9])
        self.parts = 0
        # what `ends` has found
        self.known = {}

    def of(self, shape, depth=0, place=None):
        """A value of `shape`. `place` is where it goes in a request or response, if not into the body."""
        self.parts += 1
        return getattr(self, "_" + shape.type_name)(shape, depth, place)

    def chance(self, probability):
        return self.random.random() < probability

    def wants(self, depth):
        """Whether a part that need not be there is made."""
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            return False
        return self.chance(self.density if depth < 2 else self.density * 0.6)

    def _structure(self, shape, depth, place):
        if shape.is_document_type:
            return self.document()
        members = shape.members
        if shape.is_tagged_union or shape.name in self.unions:
            name = self.union_member(members, depth)
            return {name: self.of(members[name], depth + 1)}
        required = shape.required_members if self.complete else ()
        return {
            name: self.of(member, depth + 1)
            for name, member in members.items()
            if name in required or self.wants(depth + 1)
        }

    def union_member(self, members, depth):
        """One of a union's members: one that ends soon, if it is time."""
        names = list(members)
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            least = next(levels for levels in itertools.count() if self.one_ends(members, levels))
            names = [name for name in names if self.ends(members[name], least)]
        return self.random.choice(names)

    def one_ends(self, members, levels):
        """Whether one of a union's members can end within so many levels."""
        return any(self.ends(member, levels) for member in members.values())

    def ends(self, shape, levels):
        """Whether a value of `shape` can end within so many levels of structures, lists and maps."""
        key = shape.name, levels
        if key not in self.known:
            self.known[key] = self._ends(shape, levels)
        return self.known[key]

    def _ends(self, shape, levels):
        kind = shape.type_name
        if kind not in ("structure", "list", "map"):
            return True
        if levels == 0:
            return False
        if kind == "structure":
            members = shape.members
            if shape.is_tagged_union or shape.name in self.unions:
                return self.one_ends(members, levels - 1)
            required = shape.required_members if self.complete else ()
            return all(self.ends(members[name], levels - 1) for name in required)
        if not self.complete or not shape.metadata.get("min", 0):
            return True
        return self.ends(shape.member if kind == "list" else shape.value, levels - 1)

    def _list(self, shape, depth, place):
        least = shape.metadata.get("min", 0) if self.complete else 0
        count = max(least, self.random.choice([0, 1, 1, 2, 3]) if self.wants(depth) else 0)
        return [self.of(shape.member, depth + 1, place) for _ in range(count)]

    def _map(self, shape, depth, place):
        count = self.random.choice([0, 1, 1, 2, 3]) if self.wants(depth) else 0
        if self.complete:
            count = max(count, shape.metadata.get("min", 0))
        result = {}
        while len(result) < count:
            key = self._string(shape.key, depth, "name" if place else None)
            # enough values for the least count even of few keys
            key = key if key not in result else f"{key}{len(result)}"
            result[key] = self.of(shape.value, depth + 1, place)
        # in the order in which the runner, whose JSON objects are sorted, gets them
        return dict(sorted(result.items()))

    def _string(self, shape, depth, place):
        if shape.serialization.get("jsonvalue") and place == "header":
            return self.document()
        enum = shape.metadata.get("enum")
        if enum and self.chance(0.85):
            return self.random.choice(enum)
        least = shape.metadata.get("min", 0) if self.complete else 0
        return self.text(place, least)

    def text(self, place, least=0):
        """Any text, if need be only such as may stand at `place`."""
        if place in ("name", "host"):
            text = self.random.choice(["alpha", "beta-2", "gamma3"])
        else:
            pool = WORDS if self.chance(0.6) else AWKWARD
            if pool is AWKWARD and place is None:
                pool = AWKWARD + MULTILINE + (CONTROL if self.controls else [])
            text = self.random.choice(pool)
            if place is None and not least and self.chance(0.05):
                return ""
            if place == "header":
                text = text.strip()
        while len(text) < least:
            text += "-" + self.random.choice(WORDS[:4])
        return text

    def _integer(self, shape, depth, place):
        # services send more than 32 bits for an `integer` as well
        return self.number(shape, INTEGERS + LONGS)

    _long = _integer

    def number(self, shape, pool):
        """A number within the model's limits."""
        value = self.random.choice(pool) if self.chance(0.5) else self.random.randrange(1000)
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is not None and value < least:
            value = math.ceil(least)
        if most is not None and value > most:
            value = math.floor(most)
        return value

    def _double(self, shape, depth, place):
        return self.fraction(shape, DOUBLES)

    def _float(self, shape, depth, place):
        return self.fraction(shape, FLOATS)

    def fraction(self, shape, pool):
        """A number of binary floating point, sometimes not a number, within the model's lower limit."""
        value = self.random.choice(SPECIAL if self.chance(0.1) else pool)
        least = shape.metadata.get("min")
        return float(least) if least is not None and not value >= least else value

    def _boolean(self, shape, depth, place):
        return self.chance(0.5)

    def _timestamp(self, shape, depth, place):
        seconds = self.random.choice([0, 1767225600, self.random.randrange(-86400, LATEST)])
        micros = self.random.choice([0, 0, 500000, 123000, 123456, 7])
        return EPOCH + datetime.timedelta(seconds=seconds, microseconds=micros)

    def _blob(self, shape, depth, place):
        return self.random.randbytes(self.random.choice([0, 1, 2, 3, 16, 33]))

    _character = _string

    def document(self, depth=0):
        """Any JSON value; at the top mostly an object."""
        kind = self.random.randrange(10)
        if depth < 3 and (kind < 3 or (depth == 0 and kind < 8)):
            return {self.text(None): self.document(depth + 1) for _ in range(self.random.randrange(4))}
        if depth < 3 and kind < 5:
            return [self.document(depth + 1) for _ in range(self.random.randrange(4))]
        scalars = [None, True, False, self.random.choice(INTEGERS + LONGS + [2**64 - 1]), self.random.choice(DOUBLES)]
        value = self.random.choice(scalars + [self.text(None)] * 3)
        # in the JSON of the runner's inputs null is as good as nothing
        return {} if value is None and depth == 0 and self.complete else value
