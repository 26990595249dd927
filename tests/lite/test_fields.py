"""What a form may send."""

import pytest

from resourcemap.lite.fields import LARGEST_BODY, MOST_FIELDS, Fields, TooLargeError


def test_bytes_that_are_no_text_are_read_without_failing():
    fields = Fields.parse(b"near=%ff%fe&=x&near&words=%00%0d%0aa%E2%80%AEb&%zz=1")
    assert fields.one("words") == "ab"
    assert Fields.parse(b"told=They%0d%0asaid%0ano").one("told") == "They  said no"
    assert fields.all("i") == ()


def test_more_fields_than_a_form_has_are_refused():
    Fields.parse(b"&".join([b"i=x"] * MOST_FIELDS))
    with pytest.raises(TooLargeError):
        Fields.parse(b"&".join([b"i=x"] * (MOST_FIELDS + 1)))


def test_a_body_larger_than_a_form_is_refused_in_plain_words(client):
    answer = client.post("/lite/find", content=b"near=" + b"x" * LARGEST_BODY)
    assert answer.status_code == 413
    assert "Go back and set fewer things" in answer.text
