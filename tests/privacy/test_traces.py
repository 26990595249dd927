"""What people search for is nowhere afterwards: not on disk, not in a log, not in an address."""

import secrets

import pytest

from tests.conftest import HTTP

SEARCHES = 50


@pytest.fixture(scope="module")
def canaries():
    """Words nobody would write by chance."""
    return [f"kanari{secrets.token_hex(8)}" for _ in range(SEARCHES)]


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_fifty_searches_leave_nothing_behind(served_app, canaries, tmp_path_factory):
    for number, word in enumerate(canaries):
        answer = HTTP.post(
            f"{served_app.url}/lite/find",
            data={"near": word if number % 2 else "21201", "text": word},
            headers={"Origin": served_app.url, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == 200
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers
    assert any(word in answer.text for word in canaries[-1:]), "the search itself did read the word"
    places = [*files_below(served_app.data), served_app.log]
    assert served_app.database in places
    for path in places:
        content = path.read_bytes()
        for word in canaries:
            assert word.encode() not in content, f"{path.name} holds what was searched for"


def test_a_search_on_the_dashboard_leaves_nothing_behind(served_app, new_page, canaries):
    page = new_page()
    addresses: list[str] = []
    headers: list[str] = []
    page.on("request", lambda request: (addresses.append(request.url), headers.append(str(request.headers))))
    page.goto(served_app.url)
    near = page.get_by_role("textbox", name="Near")
    near.wait_for(timeout=60_000)
    near.fill(canaries[0])
    near.press("Enter")
    page.get_by_text(canaries[0]).first.wait_for(timeout=30_000)
    assert canaries[0] not in page.url
    assert canaries[0] not in page.title()
    assert not [address for address in addresses if canaries[0] in address]
    assert not [each for each in headers if canaries[0] in each]
    for path in [*files_below(served_app.data), served_app.log]:
        assert canaries[0].encode() not in path.read_bytes()
