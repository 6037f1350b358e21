"""The program that answers for us: `xtask wire`, a line of JSON for each line of JSON."""

import base64
import json
import subprocess


class Runner:
    """The child process. Use it as a context, so that it ends in any case."""

    def __init__(self, command, services):
        flags = [argument for service in services for argument in ("--service", service)]
        self.child = subprocess.Popen(
            [*command, *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()

    def request(self, service, operation, given):
        """The request for the JSON input `given`, or `{"error": …}`."""
        answer = self._ask({"service": service, "operation": operation, "input": given})
        if "body" in answer:
            answer["body"] = base64.b64decode(answer["body"])
        return answer

    def presigned(self, service, operation, given, seconds):
        """The request for `given`, signed for so many seconds, or `{"error": …}`."""
        question = {"service": service, "operation": operation, "input": given, "presign": seconds}
        answer = self._ask(question)
        if "body" in answer:
            answer["body"] = base64.b64decode(answer["body"])
        return answer

    def presigned_post(self, service, given):
        """URL and fields of the form made of `given`, or `{"error": …}`."""
        return self._ask({"service": service, "presigned_post": given})

    def response(self, service, operation, given, response):
        """What is read from `response`: `{"output": …}` or `{"error": …}`."""
        described = {
            "status": response.status,
            "headers": response.headers,
            "body": base64.b64encode(response.body).decode(),
        }
        line = {"service": service, "operation": operation, "input": given, "response": described}
        return self._ask(line)

    def _ask(self, question):
        self.child.stdin.write(json.dumps(question) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit(f"the runner broke off at {json.dumps(question)}")
        return json.loads(line)
