"""Random conditions, built by boto3 and, from their description, by us."""

from boto3.dynamodb.conditions import Attr, ConditionExpressionBuilder, Key

COMPARISONS = ["eq", "lt", "lte", "gt", "gte"]
TESTS = ["begins_with", "contains", "attribute_type"]
NAMES = ["id", "status", "size", "a-b", "ä b", "%s", "{0}", "#n0", ":v0", "漢"]


class Conditions:
    """Random conditions, each as boto3's object and as its description. `value` makes a random value, `describe` describes it."""

    def __init__(self, random, value, describe):
        self.random = random
        self.value = value
        self.describe = describe

    def path(self):
        parts = []
        for _ in range(self.random.choice([1, 1, 2, 3])):
            indexes = "".join(f"[{self.random.choice([0, 7, 123])}]" for _ in range(self.random.choice([0, 0, 1, 2])))
            parts.append(self.random.choice(NAMES) + indexes)
        return ".".join(parts)

    def attribute(self):
        """An attribute, a key, or the size of an attribute."""
        path = self.path()
        kind = self.random.choice(["attr", "attr", "key", "size"])
        made = Key(path) if kind == "key" else Attr(path)
        return made.size() if kind == "size" else made, {kind: path}

    def operand(self, beside_attributes=True):
        if beside_attributes and self.random.random() < 0.2:
            path = self.path()
            return Attr(path), {"attr": path}
        value = self.value()
        return value, {"value": self.describe(value)}

    def simple(self):
        left, described = self.attribute()
        is_key, is_attr = "key" in described, "attr" in described
        methods = COMPARISONS + ["between"] + (["begins_with"] if is_key else [])
        if is_attr:
            methods = methods + ["ne", "in_", "exists", "not_exists"] + TESTS
        method = self.random.choice(methods)
        if method in ("exists", "not_exists"):
            return getattr(left, method)(), [method, described]
        if method == "in_":
            operands = [self.operand(False) for _ in range(self.random.randint(1, 6))]
            return left.is_in([value for value, _ in operands]), [method, described, [given for _, given in operands]]
        operands = [self.operand(not is_key) for _ in range(2 if method == "between" else 1)]
        made = getattr(left, method)(*[value for value, _ in operands])
        return made, [method, described, [given for _, given in operands]]

    def condition(self, depth=0):
        kind = self.random.choice(["and", "or", "not", "simple", "simple"]) if depth < 6 else "simple"
        if kind == "simple":
            return self.simple()
        left, described = self.condition(depth + 1)
        if kind == "not":
            return ~left, [kind, described]
        right, other = self.condition(depth + 1)
        return (left & right if kind == "and" else left | right), [kind, described, other]

    def key_condition(self):
        """What a query asks for: a partition key, and perhaps a sort key."""
        names = self.random.sample(NAMES, 2)
        value = self.value()
        made, described = Key(names[0]).eq(value), ["eq", {"key": names[0]}, [{"value": self.describe(value)}]]
        if self.random.random() < 0.3:
            return made, described
        method = self.random.choice(COMPARISONS + ["between", "begins_with"])
        operands = [self.operand(False) for _ in range(2 if method == "between" else 1)]
        other = getattr(Key(names[1]), method)(*[value for value, _ in operands])
        return made & other, ["and", described, [method, {"key": names[1]}, [given for _, given in operands]]]


def compare_condition(program, conditions, wire, differences):
    """Whether both give the same text, names and values, for a condition and for a key condition."""
    for key, (condition, described) in [(False, conditions.condition()), (True, conditions.key_condition())]:
        text, names, values = ConditionExpressionBuilder().build_expression(condition, is_key_condition=key)
        expected = {"text": text, "names": names, "values": {name: wire(value) for name, value in values.items()}}
        answer = program.ask(condition=described, key=key)
        if answer != expected:
            differences.append(f"condition: {described}\n  boto3 {expected}\n  ours  {answer}")
