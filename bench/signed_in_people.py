"""Signs people in, each in a browser of their own, as bench/sign_in.py asks: what the process computed for one.

`python -m bench.signed_in_people NUMBER` only makes so many, for bench/sign_ins.py, and prints their password; with 0
it prints how many have been signed in.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from bench import county  # noqa: F401 - first: it sets Django up

# isort: split
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client
from django.urls import reverse

from reports.models import Session, User

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


def make_people(count: int) -> list[User]:
    stored = make_password(PASSWORD)
    people = [User(username=f"person{number}", name="张三", password=stored) for number in range(count)]
    return User.objects.bulk_create(people)


def answer(count: int) -> int | str:
    if count:
        make_people(count)
        return PASSWORD
    return Session.objects.exclude(person=None).values("person").distinct().count()


def measure() -> None:
    people = make_people(TIMES + 1)
    stored = people[0].password
    sign_in(people[0].username)  # what is made once in a process
    hashing = [computed(lambda: check_password(PASSWORD, stored)) for _time in range(TIMES)]
    whole = [computed(lambda name=person.username: sign_in(name)) for person in people[1:]]
    print(json.dumps({"the password alone": statistics.median(hashing), "the request": statistics.median(whole)}))


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(answer(int(sys.argv[1]))))
    else:
        measure()
