"""How the files are read: sections, keys, values, nesting, and what is wrong in them."""

from case import ERROR, NOTHING, Case, keys

FOUND = {"gives": "AKIDFILE", "by": "shared-credentials-file"}
CONFIGURED = {"gives": "AKIDCONFIG", "by": "config-file"}
SECRET = "aws_secret_access_key = secret-of-AKIDFILE\n"
SETTINGS = keys("AKIDCONFIG")


def _credentials(name, text, profile=None, **what):
    return Case(f"syntax: {name}", credentials=text, profile=profile, **(what or FOUND))


def _config(name, text, profile=None, **what):
    return Case(f"syntax: {name}", config=text, profile=profile, **(what or CONFIGURED))


CASES = [
    _credentials("colons", "[default]\naws_access_key_id: AKIDFILE\naws_secret_access_key:secret-of-AKIDFILE\n"),
    _credentials("no spaces", "[default]\naws_access_key_id=AKIDFILE\naws_secret_access_key=secret-of-AKIDFILE"),
    _credentials("upper case", "[default]\nAWS_ACCESS_KEY_ID = AKIDFILE\nAws_Secret_Access_Key = secret-of-AKIDFILE\n"),
    _credentials("line ends of Windows", ("[default]\n" + keys("AKIDFILE")).replace("\n", "\r\n")),
    _credentials("line ends of old", ("[default]\n" + keys("AKIDFILE")).replace("\n", "\r")),
    _credentials("byte order mark", "\ufeff[default]\n" + keys("AKIDFILE"), gives=ERROR),
    _credentials("comments", "# one\n; two\n[default]\n# three\naws_access_key_id = AKIDFILE\n; four\n" + SECRET),
    _credentials(
        "no comment after a value",
        "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s # not one ; nor this\n",
    ),
    _credentials(
        "a comment after a key",
        "[default]\naws_access_key_id = AKIDFILE ; mine\naws_secret_access_key = s # theirs\n",
        gives="AKIDFILE ; mine",
        by="shared-credentials-file",
    ),
    _credentials("signs in a value", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = a#b;c\n"),
    _credentials("blank lines", "\n\n[default]\n\naws_access_key_id = AKIDFILE\n\n\n" + SECRET),
    _credentials("indented keys", "[default]\n  aws_access_key_id = AKIDFILE\n  " + SECRET),
    _credentials("a value goes on", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = one\n  two\n"),
    _credentials(
        "an equals sign in a value", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = a=b==\n"
    ),
    _credentials("quotes stay", '[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = "s"\n'),
    _credentials("percent signs", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = 100%(x)s\n"),
    _credentials("other letters", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = schlüssel\n"),
    _credentials("a key twice", "[default]\n" + keys("AKIDFILE") + "aws_access_key_id = AKIDOTHER\n", gives=ERROR),
    _credentials("a section twice", "[default]\n" + keys("AKIDFILE") + "[default]\nregion = x\n", gives=ERROR),
    _credentials(
        "a section twice, a key in both",
        "[default]\n" + keys("AKIDOTHER") + "[dev]\n[default]\naws_access_key_id = AKIDFILE\n" + SECRET,
        gives=ERROR,
    ),
    _credentials("spaces in brackets", "[ default\t]\n" + keys("AKIDFILE"), gives=NOTHING),
    _credentials("profile of the config file", "[profile default]\n" + keys("AKIDFILE"), gives=NOTHING),
    _credentials(
        "profile of the config file, by its whole name",
        "[profile dev]\n" + keys("AKIDFILE"),
        profile="profile dev",
        **FOUND,
    ),
    _credentials("a comment after a section", "[default] # [mine]\n" + keys("AKIDFILE"), gives=NOTHING),
    _credentials(
        "a bracket that is not closed, and a sign",
        "[default]\n" + keys("AKIDFILE") + "[profile x = 1\n",
    ),
    _credentials("no section", keys("AKIDFILE"), gives=ERROR),
    _credentials("a line without a sign", "[default]\n" + keys("AKIDFILE") + "something\n", gives=ERROR),
    _credentials("a bracket that is not closed", "[default\n" + keys("AKIDFILE"), gives=ERROR),
    _credentials("words after a section", "[default] ; mine\n" + keys("AKIDFILE")),
    _credentials(
        "empty values",
        "[default]\naws_access_key_id =\naws_secret_access_key =\n",
        gives="",
        by="shared-credentials-file",
    ),
    _credentials("empty file", "", gives=NOTHING),
    _config("nested", "[default]\n" + SETTINGS + "s3 =\n  addressing_style = path\n  max_concurrent_requests = 3\n"),
    _config("nested, other signs", "[default]\ns3 =\n  addressing_style : path\n" + SETTINGS, gives=ERROR),
    _config("nested, no value", "[default]\n" + SETTINGS + "s3 =\n  addressing_style\n", gives=ERROR),
    _config("nested, and a comment", "[default]\n" + SETTINGS + "s3 = # of S3\n  addressing_style = path # always\n"),
    _config(
        "a section twice in config",
        "[profile dev]\n" + SETTINGS + "[profile dev]\nregion = x\n",
        profile="dev",
        gives=ERROR,
    ),
    _config("nested, no key", "[default]\n" + SETTINGS + "s3 =\n  = path\n"),
    _config("nested, twice", "[default]\n" + SETTINGS + "s3 =\n  a = 1\n  a = 2\n"),
    _config("nested, in an unused profile", "[profile other]\ns3 =\n  nothing\n[default]\n" + SETTINGS, gives=ERROR),
    _config(
        "nested keys are no keys",
        "[default]\ns3 =\n  aws_access_key_id = AKIDNESTED\n  aws_secret_access_key = s\n",
        gives=NOTHING,
    ),
    _config("profile with quotes", '[profile "my dev"]\n' + SETTINGS, profile="my dev"),
    _config("profile with single quotes", "[profile 'my dev']\n" + SETTINGS, profile="my dev"),
    _config("profile with two words", "[profile my dev]\n" + SETTINGS, profile="my dev", gives=ERROR),
    _config("profile with many spaces", "[profile    dev]\n" + SETTINGS, profile="dev"),
    _config("profile and spaces around", "[ profile dev ]\n" + SETTINGS, profile="dev", gives=ERROR),
    _config("profile and tab", "[profile\tdev]\n" + SETTINGS, profile="dev"),
    _config("profile in upper case", "[Profile dev]\n" + SETTINGS, profile="dev", gives=ERROR),
    _config("profile with a quote that is not closed", "[profile 'dev]\n" + SETTINGS, profile="dev", gives=ERROR),
    _config("profile with a backslash", "[profile a\\b]\n" + SETTINGS, profile="ab"),
    _config("default as a profile", "[profile default]\n" + SETTINGS),
    _config(
        "default twice, plain one first",
        "[default]\n" + SETTINGS + "[profile default]\n" + keys("AKIDOTHER"),
        gives="AKIDOTHER",
        by="config-file",
    ),
    _config("default twice, plain one last", "[profile default]\n" + keys("AKIDOTHER") + "[default]\n" + SETTINGS),
    _config(
        "the same profile written twice",
        "[profile dev]\n" + SETTINGS + '[profile "dev"]\n' + keys("AKIDOTHER"),
        profile="dev",
        gives="AKIDOTHER",
        by="config-file",
    ),
    _config("profiles are upper or lower case", "[profile DEV]\n" + SETTINGS, profile="dev", gives=ERROR),
    _config(
        "services",
        "[default]\nservices = mine\n" + SETTINGS + "[services mine]\nsts =\n  endpoint_url = http://127.0.0.1:1\n",
    ),
    _config("sections that mean nothing", "[preview]\ncloudsearch = true\n[plugins]\na = b\n[default]\n" + SETTINGS),
    Case(
        "syntax: both files have the profile",
        "AKIDCONFIG",
        "config-file",
        credentials="[dev]\naws_session_token = not-mine\n",
        config="[profile dev]\n" + SETTINGS,
        profile="dev",
    ),
]
