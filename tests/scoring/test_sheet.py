"""The grid as evaluators hold it: all that they need to mark, and nothing left out."""

from clusterpolicy.scoring.sheet import evaluators_sheet
from tests.scoring.show.grids import DAY, grid

SHEET = """\
| Criterion | Mark | Counts | Points | Floor |
|---|---|---|---|---|
| **Taste** |  |  | 30 | 15 |
| – Sweetness | 0 to 10, step 0.25 | × 2 | 20 |  |
| – Aroma | 0 to 10, step 0.25 | × 1 | 10 |  |
| **Size** | 1 to 5, step 1 | × 1.5 | 7.5 |  |
| **All together** | | | **37.5** | **20** |

### Sweetness

Code `sweetness`. How sweet is it?

| Mark | When to give it |
|---|---|
| 0 | Sour. |
| 5 | Sweet. |
| 7.5 | As sweet as honey. |

After [Red Book of Westmarch, Of the vegetable show](https://example.org/red-book), stated.

### Aroma

Code `aroma`. How does it smell?

### Size

Code `size-of-fruit`. How big is it?

### Premiums

| Premium | Points |
|---|---|
| An innovative gardener | 2 |
| An honest gardener | 2 |
| At most, all together | 3 |
"""


def test_a_sheet_holds_every_criterion_its_scale_its_words_and_the_premiums() -> None:
    assert evaluators_sheet(grid()) == SHEET
    assert evaluators_sheet(grid(), DAY) == SHEET


def test_a_grid_without_premiums_says_nothing_of_them() -> None:
    assert "Premium" not in evaluators_sheet(grid(premiums=(), most_premium=None))
    assert "At most" not in evaluators_sheet(grid(most_premium=None))
