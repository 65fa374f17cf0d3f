"""Our report beside the usual pipeline (pyplot, PNG at 150 dpi, WeasyPrint as it comes): same HTML, content and data.

Both run warm, in one process each, in turns on one core; what is printed are CPU seconds and their ratio.
Run: python benchmarks/report.py [--rounds N] [--reports N]
"""

# ruff: noqa: PLC0415 - each side imports only what it measures
import argparse
import base64
import io
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.text import Language
from diagnosis.reports import render_report
from diagnosis.settings import read_settings

SETTINGS = read_settings()
DAY = date(2026, 11, 23)
RESIDENT_AT = (1, 2, 10, 50, 100, 150, 200, 250, 300)
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def main() -> None:
    """Print both tables, or be one side of the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--reports", type=int, default=300, help="reports for the memory table; 0 leaves it out")
    parser.add_argument("--side", choices=[*SIDES, "resident", "diagnoses"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    match arguments.side:
        case None:
            compare(arguments.rounds)
            if arguments.reports:
                print_resident(arguments.reports)
        case "diagnoses":
            hand_over_diagnoses()
        case "resident":
            measure_resident(arguments.reports)
        case side:
            serve(SIDES[side])


def compare(rounds: int) -> None:
    """Both sides in turns, each in its own warm process."""
    sides = {name: start(name) for name in SIDES}
    for process in sides.values():
        for member in range(3):
            ask(process, member)
    seconds: dict[str, list[dict[str, float]]] = {name: [] for name in SIDES}
    for turn in range(rounds):
        order = list(sides) if turn % 2 else list(reversed(sides))
        for name in order:
            seconds[name].append(ask(sides[name], turn))
    for process in sides.values():
        process.terminate()
    print_times(seconds)


def print_times(seconds: dict[str, list[dict[str, float]]]) -> None:
    """The table of times and ratios."""
    ours, usual = (
        {key: statistics.median(sample[key] for sample in seconds[side]) for key in seconds[side][0]}
        for side in ("ours", "usual")
    )
    ratios = [a["report"] / b["report"] for a, b in zip(seconds["ours"], seconds["usual"], strict=True)]
    print(f"{'median CPU seconds a report':34}{'ours':>10}{'usual':>10}{'ratio':>8}")
    for key, words in (("report", "whole report"), ("charts", "charts: drawing and layout")):
        print(f"{words:34}{ours[key]:10.3f}{usual[key]:10.3f}{ours[key] / usual[key]:8.2f}")
    parts = [side["charts"] / side["report"] for side in (ours, usual)]
    print(f"{'charts as part of the report':34}{parts[0]:10.2f}{parts[1]:10.2f}")
    print(f"{'size, KB':34}{ours['bytes'] / 1024:10.0f}{usual['bytes'] / 1024:10.0f}")
    print(f"ratio of each round: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


def start(side: str) -> subprocess.Popen[str]:
    """A side's process, kept on one core where the system allows it."""
    command = [sys.executable, __file__, "--side", side]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(process: subprocess.Popen[str], member: int) -> dict[str, float]:
    """One report from a side."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{member}\n")
    process.stdin.flush()
    answer: dict[str, float] = json.loads(process.stdout.readline())
    return answer


def serve(side: Callable[[Diagnosis], dict[str, float]]) -> None:
    """Answer each member's number with its times."""
    stay_on_one_core()
    for line in sys.stdin:
        print(json.dumps(side(make_diagnosis(int(line)))), flush=True)


def stay_on_one_core() -> None:
    """Pin this process, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure_ours(diagnosis: Diagnosis) -> dict[str, float]:
    """Our report; the charts' share is the same report less one whose charts are empty boxes of the same size."""
    from diagnosis.paper import pdf
    from diagnosis.reports import pages

    attachments = pipeline.attachments(diagnosis)
    style = SETTINGS.templates / "shared" / "report.css"
    before = time.process_time()
    html = pages.write_pages(diagnosis, Language.JA, Edition.MEMBER, SETTINGS.templates)
    drawn = time.process_time()
    written, _ = pdf.write_pdf(html, (style,), DAY, attachments)
    after = time.process_time()
    bare = _SVG.sub(lambda found: empty_box(found[0]), html)
    started = time.process_time()
    pdf.write_pdf(bare, (style,), DAY, attachments)
    layout = (after - drawn) - (time.process_time() - started)
    return {"report": after - before, "charts": time_of_charts(diagnosis) + layout, "bytes": len(written)}


def time_of_charts(diagnosis: Diagnosis) -> float:
    """Seconds to draw the charts alone."""
    from diagnosis.reports.view import loss, lost, profile, summary
    from diagnosis.reports.view.context import Context
    from diagnosis.reports.wording import load_wording

    context = Context(diagnosis, Language.JA, Edition.MEMBER, load_wording(SETTINGS.templates, Language.JA))
    before = time.process_time()
    summary.view_summary(context)
    profile.view_profile(context)
    lost.view_lost(context)
    loss.view_loss(context)
    return time.process_time() - before


def empty_box(svg: str) -> str:
    """A box of a chart's size, without a chart."""
    width, height = re.findall(r'(?:width|height)="([\d.]+mm)"', svg)[:2]
    return f'<div style="width:{width};height:{height}"></div>'


def measure_usual(diagnosis: Diagnosis) -> dict[str, float]:
    """What most projects do: pyplot figures as PNG in the page, `HTML(...).write_pdf()` with its defaults.

    It pays for filling in the same templates too, less our charts and the views around them, which it does not need.
    """
    import weasyprint

    before = time.process_time()
    html = our_html(diagnosis)
    written = time.process_time() - before - time_of_charts(diagnosis)
    before = time.process_time()
    pictures = iter(usual_charts(diagnosis))
    page = _SVG.sub(lambda found: picture_box(found[0], next(pictures)), html)
    drawn = time.process_time()
    style = str(SETTINGS.templates / "shared" / "report.css")
    pdf = weasyprint.HTML(string=page).write_pdf(stylesheets=[style])
    after = time.process_time()
    return {"report": after - before + written, "charts": drawn - before, "bytes": len(pdf)}


def our_html(diagnosis: Diagnosis) -> str:
    """The page that both sides lay out."""
    from diagnosis.reports.pages import write_pages

    return write_pages(diagnosis, Language.JA, Edition.MEMBER, SETTINGS.templates)


def picture_box(svg: str, png: bytes) -> str:
    """The chart as a picture of the same size."""
    width, height = re.findall(r'(?:width|height)="([\d.]+mm)"', svg)[:2]
    data = base64.b64encode(png).decode()
    return f'<img alt="chart" style="width:{width};height:{height}" src="data:image/png;base64,{data}">'


def usual_charts(diagnosis: Diagnosis) -> list[bytes]:  # noqa: PLR0915 - seven charts, as one would write them in a script
    """The same seven charts, drawn as pyplot's gallery does, in the page's order."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from diagnosis.reports.view import loss, lost, profile
    from diagnosis.reports.view.context import Context
    from diagnosis.reports.wording import load_wording

    mpl.use("agg")
    plt.rcParams["font.family"] = "BIZ UDPGothic"
    context = Context(diagnosis, Language.JA, Edition.MEMBER, load_wording(SETTINGS.templates, Language.JA))
    card = diagnosis.scorecard
    radar, heat, sections = profile.radar_chart(context), profile.heat_chart(context), profile.sections_chart(context)
    fall, left = lost.waterfall_chart(context), lost.exposure_chart(context)
    assert fall is not None
    assert diagnosis.loss is not None
    money = loss.loss_chart(context, diagnosis.loss)
    pictures = []

    figure, axes = plt.subplots(figsize=(4.2, 0.8))
    axes.barh([0], [(card.overall.point or 0) / 100])
    axes.set_xlim(0, 100)
    for _, at_least in [(grade.id, grade.at_least) for grade in context.ruleset.grades]:
        axes.axvline(at_least / 100, color="white")
    pictures.append(as_png(figure))

    figure, axes = plt.subplots(figsize=(3.4, 3.2), subplot_kw={"projection": "polar"})
    angles = [i * 6.283185 / len(radar.spokes) for i in range(len(radar.spokes))]
    for values, style in (([s.own or 0 for s in radar.spokes], "o-"), ([s.desired or 0 for s in radar.spokes], "D--")):
        axes.plot([*angles, angles[0]], [v / 100 for v in [*values, values[0]]], style)
    axes.set_xticks(angles, [spoke.title for spoke in radar.spokes])
    axes.legend([radar.legend_own, radar.legend_desired], fontsize=6)
    pictures.append(as_png(figure))

    figure, axes = plt.subplots(figsize=(3.4, 3.2))
    cells = [[(bp or 0) / 100 for bp in row] for row in heat.cells]
    axes.imshow(cells, cmap="Blues_r", vmin=0, vmax=100)
    axes.set_xticks(range(len(heat.media)), heat.media)
    axes.set_yticks(range(len(heat.causes)), heat.causes)
    for y, row in enumerate(cells):
        for x, value in enumerate(row):
            axes.text(x, y, f"{value:.1f}", ha="center")
    pictures.append(as_png(figure))

    figure, columns = plt.subplots(1, len(sections.groups), figsize=(7, 3.6))
    for axes, group in zip(columns, sections.groups, strict=True):
        axes.barh([bar.title for bar in group.bars], [(bar.score.point or 0) / 100 for bar in group.bars])
        axes.set_xlim(0, 100)
        axes.set_title(f"{group.title} {group.figure}", fontsize=7)
        axes.tick_params(labelsize=6)
    pictures.append(as_png(figure))

    figure, axes = plt.subplots(figsize=(7, 2.6))
    level = 100.0
    for number, step in enumerate(fall.falls):
        axes.barh(number, step.lost / 10, left=level - step.lost / 10, color="C3")
        axes.text(level, number, f"-{step.lost / 10:.1f}", fontsize=6)
        level -= step.lost / 10
    axes.set_yticks(range(len(fall.falls)), [step.title for step in fall.falls], fontsize=6)
    pictures.append(as_png(figure))

    figure, axes = plt.subplots(figsize=(7, 1.2))
    axes.barh([row.title for row in left.rows], [row.share / 100 for row in left.rows], fill=False)
    axes.barh([row.title for row in left.rows], [(row.remaining or 0) / 100 for row in left.rows])
    pictures.append(as_png(figure))

    figure, axes = plt.subplots(figsize=(7, 1.6))
    offsets = [0] * len(money.bars)
    for number, head in enumerate(money.heads):
        parts = [bar.parts[number] for bar in money.bars]
        axes.barh([bar.rank for bar in money.bars], parts, left=offsets, label=head)
        offsets = [a + b for a, b in zip(offsets, parts, strict=True)]
    axes.legend(fontsize=6)
    pictures.append(as_png(figure))
    return pictures


def as_png(figure: object) -> bytes:
    """A figure as PNG at 150 dpi, closed afterwards."""
    from matplotlib import pyplot as plt

    out = io.BytesIO()
    figure.tight_layout()  # type: ignore[attr-defined]
    figure.savefig(out, format="png", dpi=150)  # type: ignore[attr-defined]
    plt.close(figure)  # type: ignore[arg-type]
    return out.getvalue()


SIDES: dict[str, Callable[[Diagnosis], dict[str, float]]] = {"ours": measure_ours, "usual": measure_usual}


def print_resident(reports: int) -> None:
    """Resident memory as reports follow each other in one process."""
    command = [sys.executable, __file__, "--side", "resident", "--reports", str(reports)]
    print("\nresident memory, MB, after so many reports in one process")
    subprocess.run(command, check=True)


def measure_resident(reports: int) -> None:
    """Issue many reports of finished diagnoses, as a worker that renders does; print the resident memory on the way."""
    import pickle

    import psutil

    made = subprocess.run([sys.executable, __file__, "--side", "diagnoses"], check=True, capture_output=True).stdout
    members = pickle.loads(made)
    process = psutil.Process()
    for number in range(1, reports + 1):
        render_report(members[number % len(members)], Language.JA, Edition.MEMBER, SETTINGS.templates)
        if number in RESIDENT_AT:
            print(f"{number:6} {process.memory_info().rss / 2**20:8.0f}", flush=True)


def hand_over_diagnoses() -> None:
    """Six diagnoses on standard output, so that the process that renders need not have scored."""
    import pickle

    sys.stdout.buffer.write(pickle.dumps([make_diagnosis(number) for number in range(6)]))


MADE: dict[int, Diagnosis] = {}


def make_diagnosis(number: int) -> Diagnosis:
    """A member whose answers follow from the number alone; all questions are answered."""
    if number not in MADE:
        reference = pipeline.list_rulesets(SETTINGS)[-1]
        random, definitions = Random(number), pipeline.load(reference, SETTINGS)
        questions = [q for owner in definitions.questionnaires for q in owner.questions if q.same_as is None]
        sheet = {
            "ruleset": reference,
            "member": {"id": f"M-{number:04}", "name": f"見本商店{number}"},
            "answers": {question.id: answer_to(question, random) for question in questions},
        }
        MADE[number] = pipeline.diagnose(json.dumps(sheet).encode(), "sheet.json", SETTINGS, DAY)
    return MADE[number]


def answer_to(question: Question, random: Random) -> object:
    """Any allowed answer; never an exclusive choice."""
    match question:
        case SingleQuestion():
            return random.choice([choice.value for choice in question.scale.choices])
        case MultiQuestion():
            return [random.choice([choice.value for choice in question.choices if not choice.exclusive])]
        case NumberQuestion():
            return random.randint(question.minimum, min(question.maximum, question.minimum + 9_000))
        case DateQuestion():
            return "2027-05-31"
        case TextQuestion():
            return "見本"


if __name__ == "__main__":
    main()
