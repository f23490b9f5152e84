"""Reading of `decide`'s input: JSON lines one at a time, anything else whole."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pytest

from feverclinic.commands.json_text import Shape, read_document


class Tap(BytesIO):
    """A stream that counts the lines that were taken from it."""

    taken = 0

    def __next__(self) -> bytes:
        line = super().__next__()
        self.taken += 1
        return line


def lines(count: int) -> Iterator[bytes]:
    return (b'{"id": "%d"}\n' % number for number in range(count))


def test_a_line_is_answered_before_the_lines_behind_it_are_read() -> None:
    stream = Tap(b"".join(lines(10_000)))
    document = read_document(stream)

    first = list(islice(document.items, 3))

    assert [item.value for item in first] == [{"id": "0"}, {"id": "1"}, {"id": "2"}]
    assert stream.taken == 3


@pytest.mark.parametrize(
    ("data", "shape", "count"),
    [
        *((b"{}", Shape.OBJECT, 1), (b"\n\n{}\n \n", Shape.OBJECT, 1)),
        *((b"[{}, {}]", Shape.ARRAY, 2), (b"[]\n\n", Shape.ARRAY, 0)),
        *((b"{}\n{}", Shape.LINES, 2), (b"\r\n{}\r\n\r\n{}\r\n", Shape.LINES, 2)),
        *((b"[]\n{}\n", Shape.LINES, 2), (b"{\n}\n", Shape.OBJECT, 1)),
        *((b"{bad\n{}\n{}", Shape.LINES, 3), (b"[\n{},\n{}\n]", Shape.ARRAY, 2)),
        (b"\xef\xbb\xbf{}\n{}\n", Shape.LINES, 2),
    ],
)
def test_the_shape_is_seen_in_the_first_lines(data: bytes, shape: Shape, count: int) -> None:
    document = read_document(BytesIO(data))

    assert (document.shape, len(list(document.items))) == (shape, count)


def test_a_damaged_line_is_named_by_its_number_in_the_file() -> None:
    items = list(read_document(BytesIO(b"\n{}\n\n{bad\n\xff\n{}")).items)

    assert [item.problem and item.problem.line for item in items] == [None, 4, 5, None]
