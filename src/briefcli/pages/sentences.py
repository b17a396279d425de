"""What changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.history import ChangeKind
from briefcli.dossier.kinds import kind_of
from briefcli.dossier.model import Fact, Sector, Stance, Vote
from briefcli.page import Marked
from briefcli.pages.grades import caution
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.history import Change
    from briefcli.dossier.model import Record
    from briefcli.page import Step
    from briefcli.pages.context import Context


def change_in_words(context: Context, change: Change[Record]) -> str:
    """Return what changed as people read it, in a sentence without its date and countries."""
    cell = change_cell(context, change)
    return cell.cautioned if isinstance(cell, Marked) else cell


def change_cell(context: Context, change: Change[Record]) -> Marked | str:
    """Return what changed as a cell, for people with a caution in front of a status that is a claim."""
    match change.record:
        case Stance() as stance:
            label = context.steps[stance.level].label
            if change.kind is ChangeKind.CONCERNS:
                labels = (context.dossier.terms.concerns[concern] for concern in stance.concerns)
                return f"Level unchanged ({label}), new concerns: {', '.join(labels)}"
            what = move_in_words(context.steps, change) if change.is_move else f"Level unchanged ({label})"
            if change.kind is ChangeKind.NEWLY_KNOWN:
                what = f"Already at {label} since an unknown earlier day"
            if change.kind is ChangeKind.RESTATED:
                what += ", position restated"
            text = f"{what}: {stance.status}"
            return Marked(text, None, found, len(what) + 2) if (found := caution(stance)) else text
        case Sector() as sector:
            label = context.dossier.terms.sectors[sector.sector]
            what = sector.initiative or sector.outcome or ""
            stage = change.after if change.before is None else f"from {change.before} to {change.after}"
            notes = (
                step.note for step in sector.stages if (step.since, step.stage) == (change.date, change.after)
            )
            return ". ".join(filter(None, (f"{label}, {stage}: {what}", next(notes, None))))
        case Fact() as fact:
            attribute = context.dossier.attributes[fact.attribute]
            before, after = (value and attribute.values[value] for value in (change.before, change.after))
            if after is None:
                return f"{attribute.label}: no longer {before}"
            return f"{attribute.label}: {f'from {before} to ' if before else ''}{after}"
        case Vote() as vote:
            return f"{vote.body}, {vote.title} ({vote.result})"
        case _:
            return kind_of(change.record).name(context.dossier, change.record)


def move_in_words(steps: Mapping[str, Step], move: Change[object]) -> str:
    """Return how a country moved: up or down, onto its first level or off its last one."""
    before, after = (steps[level] if level else None for level in (move.before, move.after))
    if before and after:
        return f"{'Up' if after.rank > before.rank else 'Down'} from {before.label} to {after.label}"
    if after:
        return f"{'Stance again' if move.again else 'First stance'}, {after.label}"
    return f"Stance ended, was {steps[str(move.before)].label}"


def net_in_words(steps: Mapping[str, Step], before: str | None, after: str | None, moves: int) -> str:
    """Return how far a country moved in all between two levels, by some number of moves."""
    was, now = (steps[level] if level else None for level in (before, after))
    if was is None or now is None:
        return f"New: {now.label}" if now else f"Stance ended, was {was.label}" if was else "No stance"
    number = now.rank - was.rank
    if not number:
        return f"Back at {now.label} after {moves} changes" if moves else f"Level unchanged ({now.label})"
    return f"{counted(abs(number), 'level')} {'up' if number > 0 else 'down'}, from {was.label} to {now.label}"
