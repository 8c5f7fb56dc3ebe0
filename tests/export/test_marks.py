from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.export.marks import Mark, find_marks, split_at_marks
from sanctionwire.schema.records import Document, Mention, Quote


def mark(start: int, end: int, label: str = "GPE") -> Mark:
    return Mark(start=start, end=end, kind="name", label=label, keys=(label,))


def test_a_nested_mark_splits_the_outer_one() -> None:
    outer, inner = mark(0, 9, "outer"), mark(3, 5, "inner")
    assert [(s.start, s.end, s.marks) for s in split_at_marks([inner, outer], 0, 10)] == [
        (0, 3, (outer,)),
        (3, 5, (outer, inner)),
        (5, 9, (outer,)),
        (9, 10, ()),
    ]


def test_cuts_divide_what_no_mark_divides() -> None:
    assert [(s.start, s.end) for s in split_at_marks([mark(0, 4)], 0, 6, cuts=[2, 2, 6, 9])] == [
        (0, 2),
        (2, 4),
        (4, 6),
    ]


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), max_size=12))
def test_segments_cover_the_text_once_with_the_marks_of_each_place(
    length: int, spans: list[tuple[int, int]]
) -> None:
    marks = [mark(start, end, str(index)) for index, (start, end) in enumerate(spans)]
    segments = list(split_at_marks(marks, 0, length))
    assert [place for s in segments for place in range(s.start, s.end)] == list(range(length))
    for segment in segments:
        for place in range(segment.start, segment.end):
            assert set(segment.marks) == {item for item in marks if item.start <= place < item.end}


def test_layers_choose_the_marks(document: Document) -> None:
    assert {item.kind for item in find_marks(document, ["mentions"])} == {"name", "group"}
    assert {item.kind for item in find_marks(document, ["sanctions"])} == {"trigger", "reason"}
    assert {item.kind for item in find_marks(document, ["quotes"])} == {"quote", "source", "cue"}
    assert find_marks(document, []) == ()


def test_spans_outside_the_text_are_left_out() -> None:
    document = Document(
        id="x",
        text="abc",
        sha256="",
        mentions=(Mention(id="m", start=2, end=9, text="c", label="GPE", entity="e"),),
        quotes=(Quote(id="q", kind="direct", content=((1, 1), (0, 2))),),
    )
    assert [(item.start, item.end) for item in find_marks(document)] == [(0, 2)]
