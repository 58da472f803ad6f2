"""``kg eval``: how right the graph is, against gold annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import output_option
from kg.cli.style import ExampleCommand
from kg.cli.terminal import tell

if TYPE_CHECKING:
    from kg.evaluate import ArticleRows, Fault, Scores

EXAMPLES = """
kg eval gold/                                the table of all kinds
kg eval gold/ -o news --json                 every number, for a program
kg eval gold/ --errors                       each fault in its sentence, grouped by cause
kg eval gold/ --errors 3 --kind relations    three of each cause, of relations alone
kg eval gold/ --only readhub                 the gold files with this in their names
"""
_KINDS = ("entities", "posts", "relations", "events", "arguments", "quotes", "figures")
_ALL = 1 << 30


class _Most(click.IntRange):
    """How many of each cause; what is no number may be GOLD, which an option without a number would swallow."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        if isinstance(value, str) and not value.isdigit():
            self.fail(f"«{value}» is not a number; write GOLD before --errors", param, ctx)
        return super().convert(value, param, ctx)


@click.command(cls=ExampleCommand, examples=EXAMPLES)
@click.argument("gold", type=click.Path(path_type=Path))
@output_option
@click.option("--json", "as_json", is_flag=True, help="Every number as one JSON object; with --errors a line for each.")
@click.option(
    "--errors",
    is_flag=False,
    flag_value=_ALL,
    default=0,
    type=_Most(min=0),
    metavar="[N]",
    help="Show each fault in its sentence, grouped by cause; at most N of each cause.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind; may be repeated.")
@click.option("--only", default="", metavar="TEXT", help="Only gold files with this in their names.")
@click.pass_context
def eval(
    ctx: click.Context, gold: Path, output: Path, as_json: bool, errors: int, kinds: tuple[str, ...], only: str
) -> None:
    """Score the graph against gold annotations: precision, recall and F1 of each kind of fact.

    GOLD is a folder with one JSON file for each annotated article, which names the article's file. Facts are compared
    within one article, each at most once, with the rules of the scorer of the gold annotations; F1 is micro-averaged.
    Beside it stands how exact what is right is: dates, units, comparators, aliases, evidence.

    The exact form of gold, and what each number means, is in docs/evaluation.md. The exit status is 1 if articles of
    gold are not in the graph; they count as missed.
    """
    from kg.evaluate import score_all, total

    wanted, found = _read(gold, only, output)
    scores = total(score_all(wanted, found, explain=bool(errors)).values())
    chosen = kinds or _KINDS
    faults = [f for f in scores.faults if f.kind in chosen]
    if as_json:
        _print_json(scores, faults if errors else None)
    else:
        click.echo("".join(score_table(scores, chosen)), nl=False)
        click.echo("".join(fault_lines(faults, errors)), nl=False)
    ctx.exit(0 if len(found) == len(wanted) else 1)


def _read(gold: Path, only: str, output: Path) -> tuple[Sequence[ArticleRows], dict[str, ArticleRows]]:
    """What gold states, and what the graph says of the same articles."""
    from kg.errors import ConfigError
    from kg.evaluate import articles_of_graph, read_gold, rows_of_graph
    from kg.pipeline import Workplace, open_store

    wanted = read_gold(gold, only)
    Workplace(output).demand()
    Workplace(output).demand_own_store(is_needed=True)
    with open_store(output) as store:
        found = rows_of_graph(store, Workplace(output).text_of, {g.article for g in wanted})
        absent = [g.article for g in wanted if g.article not in found]
        if not found:
            there = articles_of_graph(store)
            example = f"it has such as «{there[0]}»" if there else "it has none at all"
            raise ConfigError(
                f"{output}: none of the {len(wanted)} articles of gold is in this graph, such as «{absent[0]}»; "
                f"{example}. Build the annotated articles with `kg build ARTICLES -o {output}`"
            )
    if absent:
        number = "1 article" if len(absent) == 1 else f"{len(absent)} articles"
        tell(f"not in the graph, so all missed: {number} of gold, first {absent[0]}")
    return wanted, found


def _print_json(scores: Scores, faults: list[Fault] | None) -> None:
    if faults is None:
        click.echo(json.dumps(scores.as_json(), ensure_ascii=False, indent=1))
        return
    for f in faults:
        row = {"kind": f.kind, "label": f.label, "cause": f.cause, "article": f.article, "row": f.row}
        click.echo(json.dumps({**row, "sentence": f.sentence}, ensure_ascii=False))


def score_table(scores: Scores, kinds: Iterable[str] = _KINDS) -> Iterator[str]:
    """The table of scores, a line each: the kinds, then what is beside them."""
    chosen = [k for k in _KINDS if k in kinds]
    yield f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'missed':>8}{'wrong':>7}\n"
    others = sorted(n for n in scores.counts if n not in _KINDS and _belongs(n, chosen))
    for name in (*chosen, *others):
        c = scores.count(name)
        yield f"{name:28}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}{c.right:8}{c.missed:8}{c.wrong:7}\n"
    for name in sorted(n for n in scores.shares if _belongs(n, chosen)):
        s = scores.shares[name]
        yield f"{name:28}{s.accuracy:21.3f}{s.right:8}{'':8}{s.wrong:7}\n"
    if len(chosen) == len(_KINDS):
        yield f"{'mean F1 of the seven kinds':28}{scores.mean:21.3f}\n"


_BESIDE = {
    "entity ": "entities",
    "of not_entities": "entities",
    "of aliases": "entities",
    "of posts": "posts",
    "of dates": "events",
    "quote ": "quotes",
    "of quotes": "quotes",
    "of figures": "figures",
}


def _belongs(name: str, kinds: Sequence[str]) -> bool:
    """Whether a number beside the kinds is of one of these; what is of all kinds goes with all."""
    kind = next((kind for start, kind in _BESIDE.items() if name.startswith(start)), None)
    return len(kinds) == len(_KINDS) or kind in kinds


def fault_lines(faults: Iterable[Fault], most: int) -> Iterator[str]:
    """Faults by kind, label and cause, the most frequent cause first; at most ``most`` of each cause."""
    from kg.cli.terminal import safe

    if not most:
        return
    labels = ("missed", "wrong", "inexact")
    ranked = sorted(faults, key=lambda f: (_KINDS.index(f.kind), labels.index(f.label), f.cause))
    for (kind, label), group in groupby(ranked, key=lambda f: (f.kind, f.label)):
        causes = [list(same) for _, same in groupby(group, key=lambda f: f.cause)]
        yield f"\n{kind}, {label}: {sum(map(len, causes))}\n"
        for same in sorted(causes, key=lambda c: -len(c)):
            yield f"  {len(same)} × {same[0].cause}\n"
            for f in same[:most]:
                yield safe(f"    {f.article}: {f.row}") + "\n"
                yield safe(f"      | {f.sentence}") + "\n" if f.sentence else ""
