"""Signs people in, each in a browser of their own, as bench/sign_in.py asks: what the process computed for one."""

import json
import statistics
import time
from collections.abc import Callable

from bench import county  # noqa: F401 - first: it sets Django up

# isort: split
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client
from django.urls import reverse

from reports.models import User

PASSWORD, TIMES = "shui-qu-xiufu-2026", 40


def computed(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def sign_in(name: str) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    answer = client.post(reverse("sign_in"), {"username": name, "password": PASSWORD})
    if answer.status_code != 302:
        raise SystemExit(f"{name} was not signed in: {answer.status_code}")


def measure() -> None:
    stored = make_password(PASSWORD)
    people = [User(username=f"person{number}", name="张三", password=stored) for number in range(TIMES + 1)]
    User.objects.bulk_create(people)
    sign_in(people[0].username)  # what is made once in a process
    hashing = [computed(lambda: check_password(PASSWORD, stored)) for _time in range(TIMES)]
    whole = [computed(lambda name=person.username: sign_in(name)) for person in people[1:]]
    print(json.dumps({"the password alone": statistics.median(hashing), "the request": statistics.median(whole)}))


if __name__ == "__main__":
    measure()
