"""The border where errors end: one line for people, one exit status for programs."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from typing import Any

import click

from kg.cli.terminal import tell
from kg.errors import ExitCode, ExposedWarning, KgError, PassedOverWarning
from kg.files import reason

UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h: a fault of this program
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
PIPE_CLOSED = 141  # 128 + SIGPIPE


def bounded(run: Callable[[], int]) -> int:
    """The exit status of ``run``, whatever happens in it."""
    try:
        return run()
    except click.ClickException as error:
        error.show()
        return int(error.exit_code)
    except KgError as error:
        return say(str(error), int(error.exit_code))
    except (click.Abort, KeyboardInterrupt):
        return say("interrupted; what was finished is kept, and the same command goes on from there", INTERRUPTED)
    except BrokenPipeError:
        # the reader has gone: nothing more to say, and nothing to say it to when Python closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:  # the system's refusal, where nobody knew better what it was about
        if os.environ.get("KG_TRACEBACK"):
            raise
        named = error.filename2 or error.filename
        place = f"{named}: " if named else ""
        return say(f"{place}{reason(error)}", int(ExitCode.STORE))
    except Exception as error:  # no traceback reaches a user who has not asked for one
        if os.environ.get("KG_TRACEBACK"):
            raise
        return say(f"unexpected {type(error).__name__}: {error} (KG_TRACEBACK=1 shows where)", UNEXPECTED)


def show_warning(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
    """Say what Python would say of a warning, and of one that concerns the user only what he needs."""
    if issubclass(category, ExposedWarning | PassedOverWarning):
        tell(f"kg: {message}")
    else:
        sys.stderr.write(warnings.formatwarning(message, category, *place[:2]))


def say(message: str, code: int) -> int:
    """Say what is wrong, and give back the exit status."""
    for line in message.splitlines() or [""]:
        tell(f"kg: {line}")
    return code
