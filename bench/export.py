"""Long texts as PDF, each in a process of its own; then eight people who export at once, and a long text among them."""

import resource
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from statistics import median, quantiles
from time import perf_counter, process_time, sleep

from bench import print_table, server
from bench.site import Person

SIZES = (2_000, 9_000, 50_000, 200_000)
PEOPLE = 8
ROUNDS = 3
_LEAD = 1  # second, by which the long text comes first
LONG = 60  # times the section's own text
AIMS = {50_000: "≤ 6 s, ≤ 350 MB"}


def main() -> None:
    print_table(
        "A text of so many characters as PDF", ("characters", "CPU s", "peak MB", "aim"), map(_long_text, SIZES)
    )
    with server.sqlite() as url, server.site(url, authors=PEOPLE + 1) as (port, authors):
        people = [Person(port, **author) for author in authors]
        for number, person in enumerate(people, 1):  # of the same words one file would serve them all
            person.stored["body"] += f"第{number}人。"
        rows = [["one person", *_export(people[:1])], ["eight at once", *_export(people[:PEOPLE])]]
        with ThreadPoolExecutor(1) as pool:
            long = pool.submit(_export_long, people[PEOPLE])
            sleep(_LEAD)
            rows.append(["eight, a long text before them", *_export(people[:PEOPLE])])
            rows.append(["… and that text", f"{long.result():.1f}", "", ""])
    print_table("A changed section saved and the PDF of the report fetched", ("", "p50 s", "p95 s", "longest"), rows)


def _long_text(characters: int) -> list[str]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, peak = pool.submit(_set, characters).result()
    return [f"{characters:,}", f"{seconds:.1f}", f"{peak:.0f}", AIMS.get(characters, "")]


def _set(characters: int) -> tuple[float, float]:
    """Seconds of the processor for the second of two, and the most that the process held, in megabytes."""
    from bench import pdf
    from tests.gongwen.sample_report import write_report

    report = write_report()
    once = sum(map(len, pdf.paragraphs(report)))
    pdf.ours(report)()
    begun = process_time()
    pdf.ours(write_report(sections=report.sections * max(1, round(characters / once))))()
    return process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _export(people: list[Person]) -> list[str]:
    """Each of them ROUNDS times, all at once: how long it takes, in seconds."""
    with ThreadPoolExecutor(len(people)) as pool:
        taken = [seconds for _round in range(ROUNDS) for seconds in pool.map(_export_one, people)]
    return [f"{seconds:.1f}" for seconds in (median(taken), quantiles(taken, n=20, method="inclusive")[-1], max(taken))]


def _export_one(person: Person) -> float:
    person.browser.connection.close()  # the server has dropped those that were idle; it opens by itself again
    person.stored["body"] += "又。"
    begun = perf_counter()
    person.save_section()
    person.browser.wait_for(person.file)
    return perf_counter() - begun


def _export_long(person: Person) -> float:
    person.stored["body"] = "\n".join([person.stored["body"]] * LONG)
    return _export_one(person)


if __name__ == "__main__":
    main()
