"""Exporters: plain functions from decks to files, found by their entry points.

To write one, make a function like :class:`Exporter` and name it in the entry-point group
``deckgen.exporters`` of your package; ours come in by the same door.
"""

from __future__ import annotations

import inspect
from importlib.metadata import EntryPoint, entry_points
from types import SimpleNamespace
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    Protocol,
    get_args,
    get_origin,
    get_type_hints,
)

from deckgen.model import Deck, Finding, OutputFile, Template
from deckgen.refusal import USAGE_ERROR, RefusedError, nearest, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GROUP = "deckgen.exporters"


class Choice(NamedTuple):
    """The words that an option's text can be, beside the empty one; it stands in ``Annotated``."""

    words: tuple[str, ...]
    #: Whether there can be several, with commas between.
    several: bool = False


class Fault(NamedTuple):
    """What is wrong with one option that was given: its name, and what a finding says of it."""

    option: str
    code: str
    message: str
    hint: str


class Exporter(Protocol):
    """A function from decks to files.

    It gets the decks in study order and all templates by their names, yields the files that it
    makes, and a :class:`Finding` for what the author should know.  Its options are its
    keyword-only parameters: ``bool``, ``int``, ``str``, a ``Literal`` of texts or an
    ``Annotated[str, Choice(…)]``, each with a default.  The first line of its docstring is what
    ``deckgen exporters`` shows.  It reads no clock and touches no disk, so that the same decks
    always make the same files.
    """

    def __call__(
        self,
        decks: Sequence[Deck],
        templates: Mapping[str, Template],
        /,
        *args: Any,  # noqa: ANN401 - with **options it means "whatever else there is" to mypy
        **options: Any,  # noqa: ANN401
    ) -> Iterable[OutputFile | Finding]:
        """Yield the files that the decks make."""
        ...


def entry_points_by_name() -> dict[str, list[EntryPoint]]:
    """Return what is installed under each name; more than one is a conflict of packages."""
    found: dict[str, list[EntryPoint]] = {}
    for entry_point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        found.setdefault(entry_point.name, []).append(entry_point)
    return found


def load_exporter(name: str) -> Exporter:
    """Return the exporter of this name.

    Raises:
        RefusedError: There is none, there are two, or its module cannot be imported.
    """
    known = entry_points_by_name()
    if name not in known:
        message = f'there is no exporter "{name}"'
        raise refuse("unknown-exporter", message, nearest(name, known), exit_code=USAGE_ERROR)
    candidates = known[name]
    if len(candidates) > 1:
        values = " and ".join(sorted(entry_point.value for entry_point in candidates))
        message = f'two packages bring an exporter "{name}": {values}'
        raise refuse("exporter-conflict", message, "uninstall one of them")
    try:
        exporter: Exporter = candidates[0].load()
    except Exception as error:
        raise refuse(
            "broken-exporter",
            f'the exporter "{name}" ({candidates[0].value}) cannot be loaded: {_said(error)}',
            "ask its author, or uninstall its package",
        ) from error
    return exporter


def run_exporter(
    name: str,
    decks: Sequence[Deck],
    templates: Mapping[str, Template],
    options: Mapping[str, object],
) -> tuple[list[OutputFile], list[Finding]]:
    """Return the files that an exporter makes, and its findings.

    An exporter that fails makes no file; what it raised is an error among the findings.

    Raises:
        RefusedError: There is no such exporter, an option is not one of its own, or the exporter
            refuses an option's value.
    """
    exporter = load_exporter(name)
    check_options(name, exporter, options)
    try:
        made = list(exporter(decks, templates, **options))
    except RefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - a guest's function may raise anything
        message = f'the exporter "{name}" failed: {_said(error)}'
        hint = "ask its author, and leave it out meanwhile: -f with the other formats"
        failure = Finding(severity="error", code="exporter-failed", message=message, hint=hint)
        return [], [failure]
    files = [each for each in made if isinstance(each, OutputFile)]
    return files, [each for each in made if isinstance(each, Finding)]


def summary(exporter: Exporter) -> str:
    """Return the first line of the exporter's docstring."""
    return (inspect.getdoc(exporter) or "").partition("\n")[0]


def options_of(exporter: Exporter) -> dict[str, inspect.Parameter]:
    """Return the exporter's options by name, with their defaults."""
    parameters = inspect.signature(exporter).parameters
    return {n: p for n, p in parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}


def check_options(name: str, exporter: Exporter, options: Mapping[str, object]) -> None:
    """Refuse an option that the exporter does not know, or a value that it does not take.

    Raises:
        RefusedError: There is such a one.
    """
    for fault in faults_of(name, exporter, options):
        raise refuse(fault.code, fault.message, fault.hint, exit_code=USAGE_ERROR)


def faults_of(name: str, exporter: Exporter, options: Mapping[str, object]) -> Iterator[Fault]:
    """Yield what is wrong with the options that are given for an exporter."""
    known = options_of(exporter)
    types = types_of(exporter)
    for option, value in options.items():
        wanted = types.get(option, object)
        if option not in known:
            message = f'the exporter "{name}" has no option "{option}"'
            hint = nearest(option, known) if known else "it has none"
            yield Fault(option, code="unknown-option", message=message, hint=hint)
        elif not _fits(value, wanted):
            message = f'the option "{option}" of "{name}" cannot be {value!r}'
            hint = _choices(wanted, value)
            yield Fault(option, code="bad-option", message=message, hint=hint)


def types_of(exporter: Exporter) -> dict[str, Any]:
    """Return the types of the exporter's options by name."""
    # Only the options' annotations: those of other parameters may be there for type checkers only.
    annotations = {name: each.annotation for name, each in options_of(exporter).items()}
    names = getattr(exporter, "__globals__", {})
    return get_type_hints(SimpleNamespace(__annotations__=annotations), names, include_extras=True)


def _fits(value: object, wanted: Any) -> bool:  # noqa: ANN401 - a type, or a Literal
    if get_origin(wanted) is Annotated:
        kind, choice = get_args(wanted)
        return isinstance(value, kind) and not _unknown_words(str(value), choice)
    if choices := get_args(wanted):
        return value in choices
    # To Python a bool is an int; to an author it is not.
    return isinstance(value, wanted) and (wanted is not int or not isinstance(value, bool))


def _unknown_words(text: str, choice: Choice) -> list[str]:
    words = text.split(",") if choice.several else [text]
    return [word for each in words if (word := each.strip()) and word not in choice.words]


def _choices(wanted: Any, value: object) -> str:  # noqa: ANN401 - a type, or a Literal
    if get_origin(wanted) is Annotated:
        choice = get_args(wanted)[1]
        unknown = _unknown_words(str(value), choice) if isinstance(value, str) else [""]
        return nearest(unknown[0], choice.words)
    if choices := get_args(wanted):
        return f"it is one of: {', '.join(map(str, choices))}"
    names = {bool: "true or false", int: "a whole number", str: "a text in quotes"}
    return f"it is {names.get(wanted, wanted)}"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
