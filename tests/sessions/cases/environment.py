"""Keys in environment variables."""

from case import ERROR, NOTHING, Case, keys, secret, variables

ELSEWHERE = "[default]\n" + keys("AKIDFILE")

CASES = [
    Case("environment", "AKIDENV", "env", env=variables("AKIDENV")),
    Case("environment: session token", "AKIDENV", "env", env=variables("AKIDENV", session=True)),
    Case(
        "environment: account",
        "AKIDENV",
        "env",
        env=variables("AKIDENV", AWS_ACCOUNT_ID="123456789012"),
    ),
    Case(
        "environment: the old name of the token goes first",
        "AKIDENV",
        "env",
        env=variables("AKIDENV", session=True, AWS_SECURITY_TOKEN="older"),
    ),
    Case("environment: no secret", ERROR, env={"AWS_ACCESS_KEY_ID": "AKIDENV"}, credentials=ELSEWHERE),
    Case(
        "environment: no key",
        "AKIDFILE",
        "shared-credentials-file",
        env={"AWS_SECRET_ACCESS_KEY": secret("AKIDENV")},
        credentials=ELSEWHERE,
    ),
    Case(
        "environment: empty key",
        "AKIDFILE",
        "shared-credentials-file",
        env={"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": secret("AKIDENV")},
        credentials=ELSEWHERE,
    ),
    Case(
        "environment: empty secret",
        ERROR,
        env={"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": ""},
        credentials=ELSEWHERE,
    ),
    Case(
        "environment: blank key",
        " ",
        "env",
        env={"AWS_ACCESS_KEY_ID": " ", "AWS_SECRET_ACCESS_KEY": secret("AKIDENV")},
        credentials=ELSEWHERE,
    ),
    Case("environment: a line end", "AKIDENV\n", "env", env=variables("AKIDENV\n")),
    Case("environment: empty token", "AKIDENV", "env", env=variables("AKIDENV", AWS_SESSION_TOKEN="")),
    Case(
        "environment: far from the end",
        ["AKIDENV", "AKIDENV"],
        "env",
        env=variables("AKIDENV", session=True, AWS_CREDENTIAL_EXPIRATION="<now+60m>"),
    ),
    Case(
        "environment: near the end",
        ["AKIDENV", "AKIDENV"],
        "env",
        env=variables("AKIDENV", session=True, AWS_CREDENTIAL_EXPIRATION="<now+5m>"),
    ),
    Case(
        "environment: over",
        ERROR,
        "env",
        env=variables("AKIDENV", session=True, AWS_CREDENTIAL_EXPIRATION="<now-5m>"),
    ),
    Case(
        "environment: an end that is none",
        ERROR,
        env=variables("AKIDENV", AWS_CREDENTIAL_EXPIRATION="soon"),
    ),
    Case("environment: nothing anywhere", NOTHING),
    Case("environment: no home", NOTHING, env={"HOME": "<home>/none"}),
]
