"""How a build ends, as the exit status tells it."""

import pytest

from kg.errors import ExitCode
from kg.pipeline.report import BuildReport, Outcome, Refusal, tally

B, U, D, R, F = Outcome.BUILT, Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.REFUSED, Outcome.FAILED


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], ExitCode.NOTHING_READ),
        ([B, U, D], ExitCode.OK),
        ([B, R], ExitCode.FAULTS),
        ([U, F], ExitCode.FAULTS),
        ([R, R], ExitCode.NOTHING_READ),
        ([R, F], ExitCode.EXTRACTION),
    ],
)
def test_the_exit_status_tells_how_far_a_build_came(outcomes, code):
    refused = tuple(Refusal("a.md", "broken") for o in outcomes if o in (R, F))
    assert BuildReport(tally(outcomes), {}, refused=refused).exit_code is code
