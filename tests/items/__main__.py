"""Gives random values to boto3's TypeSerializer and TypeDeserializer, random conditions to its ConditionExpressionBuilder, and
both to us, and compares what comes of them:
`python tests/items PROGRAM [SEED [COUNT]]`."""

import base64
import json
import random
import subprocess
import sys
from decimal import Decimal

from conditions import Conditions, compare_condition

from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

# What both refuse; and where we take what DynamoDB takes, and boto3 does not.
REFUSED = ["NaN", "Infinity", "1" * 39, "-" + "1" * 39, "0." + "1" * 39, "1E+127", "9E+200", "1E-200"]
# boto3 lets this one through, which DynamoDB refuses.
LATE = "-Infinity"
TAKEN = ["1" + "0" * 38, "1.5" + "0" * 40]


class Values:
    """Random values of all types that boto3 takes."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        letters = ["a", "B", "7", " ", "ü", "漢", "🦀", "\0", '"', "\\", "\n", "\x7f"]
        return "".join(self.random.choices(letters, k=self.random.choice([0, 1, 3, 22, 23, 40])))

    def integer(self):
        digits = self.random.choice([1, 2, 9, 10, 18, 19, 20, 38])
        value = self.random.choice([0, 1, -1, 2**63, -(2**63), 2**64 - 1, self.random.randrange(10**digits)])
        return value * self.random.choice([1, -1])

    def decimal(self):
        digits = self.random.randrange(10 ** self.random.choice([1, 5, 17, 38]))
        text = f"{digits}E{self.random.randint(-120, 80)}"
        return self.random.choice([Decimal("0"), Decimal("-0.00"), Decimal("1E-130"), Decimal("9.9E+125"), Decimal(text)])

    def bytes(self):
        return self.random.randbytes(self.random.choice([0, 1, 16, 100]))

    def set(self):
        make = self.random.choice([self.text, self.integer, self.decimal, self.bytes])
        return {make() for _ in range(self.random.randint(1, 5))}

    def scalar(self):
        make = [self.text, self.integer, self.decimal, self.bytes, lambda: None, lambda: self.random.random() < 0.5]
        return self.random.choice(make)()

    def value(self, depth=0):
        kind = self.random.randrange(4 if depth < 4 else 2)
        if kind == 2:
            return [self.value(depth + 1) for _ in range(self.random.randrange(5))]
        if kind == 3:
            return {self.text(): self.value(depth + 1) for _ in range(self.random.choice([0, 1, 3] if depth else [0, 1, 3, 40]))}
        return self.set() if kind == 1 else self.scalar()

    def item(self):
        return {f"{self.text()}{n}": self.value() for n in range(self.random.randint(0, 4))}


def encoded(data):
    return base64.b64encode(bytes(data)).decode()


def described(value):
    """A value of Python for the program: the kind of each value, and its data."""
    if value is None:
        return {"none": None}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, int):
        return {"integer": str(value)}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, (bytes, Binary)):
        return {"bytes": encoded(value)}
    if isinstance(value, list):
        return {"list": [described(item) for item in value]}
    if isinstance(value, dict):
        return {"map": {key: described(item) for key, item in value.items()}}
    items = [described(item) for item in value]
    kinds = {"text": "texts", "bytes": "blobs"}
    (first,) = items[0]
    return {kinds.get(first, "numbers"): sorted(next(iter(item.values())) for item in items)}


def wire(value):
    """An attribute value as it goes over the wire, with sets in one order."""
    ((kind, data),) = value.items()
    if kind == "M":
        data = {key: wire(item) for key, item in data.items()}
    elif kind == "L":
        data = [wire(item) for item in data]
    elif kind == "B":
        data = encoded(data.value if isinstance(data, Binary) else data)
    elif kind == "BS":
        data = sorted(encoded(item.value if isinstance(item, Binary) else item) for item in data)
    elif kind in ("SS", "NS"):
        data = sorted(data)
    return {kind: data}


def as_numbers(value):
    """The description of a value that was read: DynamoDB does not tell integers from other numbers."""
    ((kind, data),) = value.items()
    if kind == "map":
        return {"map": {key: as_numbers(item) for key, item in data.items()}}
    if kind == "list":
        return {"list": [as_numbers(item) for item in data]}
    return {"number" if kind == "integer" else kind: data}


class Program:
    """Our side: a line for each question, and one for each answer."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def compare(program, value, differences):
    """Whether both write `value` the same, and read the same from it."""
    given = described(value)
    written = TypeSerializer().serialize(value)
    expected = wire(written)
    answer = program.ask(write=given)
    if answer != {"wire": expected}:
        differences.append(f"written: {given}\n  boto3 {expected}\n  ours  {answer}")
    read = as_numbers(described(TypeDeserializer().deserialize(written)))
    for crate in ("dynamodb", "dynamodbstreams"):
        answer = program.ask(read=expected, crate=crate, like=given)
        if answer != {"value": read}:
            differences.append(f"read by {crate}: {expected}\n  boto3 {read}\n  ours  {answer}")


def refuses(text):
    try:
        TypeSerializer().serialize(Decimal(text))
    except Exception:  # noqa: BLE001 - of decimal and of boto3
        return True
    return False


def main():
    program = Program(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000
    differences = []
    for n in range(count):
        values = Values(f"{seed}-{n}")
        compare(program, values.item(), differences)
        conditions = Conditions(values.random, values.scalar, described)
        compare_condition(program, conditions, lambda value: wire(TypeSerializer().serialize(value)), differences)
    for text in REFUSED + TAKEN:
        answer = program.ask(write={"number": text})
        if not refuses(text) or ("error" in answer) != (text in REFUSED):
            differences.append(f"refused: {text}\n  boto3 {refuses(text)}\n  ours  {answer}")
    if "error" not in program.ask(write={"number": LATE}):
        differences.append(f"refused: {LATE}\n  ours  takes it")
    for difference in differences[:20]:
        print(difference)
    print(f"{count} items, {2 * count} conditions, {len(REFUSED)} refused numbers, {len(differences)} differences (seed {seed})")
    sys.exit(1 if differences else 0)


main()
