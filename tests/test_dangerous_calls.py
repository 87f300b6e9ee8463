"""What the code never does, or does where it was looked at: each of these is a way in for the words of others."""

import ast
import re
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for room in ("reports", "reportsite")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path.parent.name != "migrations"
}
TEMPLATES = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "templates").rglob("*.*"))}
SCRIPTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "static/js").rglob("*.js"))}


@cache
def trees():
    """Made when a test asks: whoever only collects the tests needs none."""
    return {name: ast.parse(text) for name, text in SOURCES.items()}


def called(node):
    """`a.b` of a call `a.b(…)`; the last two words."""
    match node.func:
        case ast.Attribute(value=ast.Name(id=first) | ast.Attribute(attr=first), attr=second):
            return f"{first}.{second}"
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


@cache
def calls():
    return [
        (name, called(node), {word.arg: word.value for word in node.keywords})
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


@cache
def imported():
    return [(name, module) for name, tree in trees().items() for node in ast.walk(tree) for module in modules_of(node)]


def modules_of(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def where(*names):
    return sorted({file for file, call, _ in calls() if call in names})


def importing(*modules):
    return sorted({file for file, module in imported() if module.partition(".")[0] in modules})


def test_there_is_something_to_look_at():
    assert (len(SOURCES) > 300, len(TEMPLATES) > 200, len(SCRIPTS) > 20) == (True, True, True)
    assert where("subprocess.Popen") != []


def test_no_words_are_run_as_code():
    assert where("eval", "exec", "compile", "__import__", "literal_eval", "ast.literal_eval") == []
    assert importing("code", "codeop", "runpy", "marshal", "shelve", "yaml", "dill", "jsonpickle") == []


def test_no_words_are_a_command():
    """Programs are started without a shell, in the places that start some."""
    assert where("os.system", "os.popen", "os.spawnl", "subprocess.getoutput", "subprocess.getstatusoutput") == []
    assert sorted({file for file, _, named in calls() if "shell" in named}) == []
    assert importing("subprocess", "pty", "pexpect") == [
        "reports/backups/postgresql.py",
        "reports/documents/signing.py",
        "reports/documents/workers/process.py",
    ]


def test_sql_is_built_of_no_words():
    """Each statement is a constant, but where placeholders, or what Django itself compiled, are put together."""
    asking = {"execute", "executemany", "RawSQL", "raw", "extra"}
    built = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in asking and node.args
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    }
    assert sorted(built) == [
        "reports/models/append_only.py",  # names of triggers and tables
        "reports/models/branch.py",  # statements with their placeholders
        "reports/models/unit.py",  # %s, as often as there are units
    ]
    assert where("Literal", "sql.Literal") == ["reports/models/planned.py"]  # what a rule itself says, never a key


def test_nothing_that_was_sent_is_unpickled():
    """The worker processes exchange pickles with the site that started them, through pipes that nobody else has."""
    assert importing("pickle", "cPickle", "cloudpickle") == []
    serializers = {getattr(settings, "SESSION_SERIALIZER", "")}
    assert serializers == {"django.contrib.sessions.serializers.JSONSerializer"}


def test_words_are_called_safe_where_they_were_escaped():
    assert where("mark_safe", "SafeString") == [
        "reports/forms/figure_input.py",
        "reports/forms/markup.py",
        "reports/gongwen/pdf/markup.py",
        "reports/gongwen/pdf/table_markup.py",
        "reports/templatetags/address.py",
        "reports/templatetags/comment_tags.py",
        "reports/templatetags/paper.py",
        "reports/templatetags/section_tags.py",
    ]
    assert [name for name, text in TEMPLATES.items() if re.search(r"\|\s*safe\b|\|\s*safeseq\b", text)] == []
    plain = [name for name, text in TEMPLATES.items() if "autoescape off" in text]
    assert plain == ["templates/notice/mail.txt", "templates/sign_in_slip/mail.txt"]


def test_scripts_make_no_elements_and_no_code_of_words():
    """`innerHTML` is compared, and taken from a page of this site to another place of the same page."""
    never = r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML|setTimeout\(\s*[\"']|javascript:"
    assert [name for name, text in SCRIPTS.items() if re.search(never, text)] == []
    written = [name for name, text in SCRIPTS.items() if re.search(r"innerHTML\s*=[^=]", text)]
    assert written == ["static/js/comments/news.js"]


def test_scripts_listen_to_no_other_window_and_open_no_socket():
    never = (
        r"postMessage|addEventListener\(\s*[\"']message|new WebSocket|EventSource|RTCPeerConnection|document\.domain"
    )
    assert [name for name, text in SCRIPTS.items() if re.search(never, text)] == []


def test_scripts_and_styles_come_from_this_site():
    outside = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
    assert [name for name, text in TEMPLATES.items() if outside.search(text)] == []
    assert [name for name, text in SCRIPTS.items() if re.search(r"import[^;]*[\"'](?:https?:)?//", text)] == []


def test_hashes_are_sha_256_and_chance_is_the_systems():
    """Argon2id keeps the passwords: tests/models/test_password.py."""
    hashes = {call for _, call, _ in calls() if call.startswith("hashlib.")}
    assert hashes == {"hashlib.sha256", "hashlib.file_digest"}
    weak = [file for file, text in SOURCES.items() if re.search(r"\b(md5|sha1|sha224|ripemd|DES|RC4|ECB)\b", text)]
    assert (weak, importing("random")) == ([], [])
    drawn = {call for _, call, _ in calls() if call.startswith("secrets.")}
    assert drawn == {"secrets.choice", "secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe"}
    keyed = [named.get("algorithm") for _, call, named in calls() if call == "salted_hmac"]
    assert {ast.unparse(each) if each else None for each in keyed} == {"'sha256'"}


def test_what_speaks_to_other_machines_does_so_where_it_was_looked_at():
    """docs/security.md says to whom."""
    assert importing("urllib3", "requests", "httpx", "aiohttp", "ftplib", "telnetlib") == [
        "reports/http/oidc_account.py"
    ]
    assert where("urlopen", "request.urlopen", "socket.create_connection", "socket.connect") == []
    assert importing("boto3", "botocore", "storages") == ["reports/documents/bucket.py"]
    assert importing("ldap", "django_auth_ldap") == ["reports/http/ldap_account.py", "reportsite/office_accounts.py"]
