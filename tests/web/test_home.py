"""Home: each player sees the steps that its house takes part in, and every link there opens."""

from __future__ import annotations

import re

import pytest
from sites import Site

from lingtan.services.demo.cast import CAST


@pytest.mark.parametrize("player", [player.login for player in CAST])
def test_every_link_of_home_opens_for_who_sees_it(site: Site, player: str) -> None:
    client = site.client(player)
    main = re.search(r"<main.*?</main>", client.get("/en/home").text, re.DOTALL)
    assert main is not None
    links = sorted(set(re.findall(r'href="(/en/[^"#]*)', main.group())))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_customer_and_certifier_see_their_own_step_with_what_it_holds(site: Site) -> None:
    steps = {who: site.client(who).get("/api/v1/home").json()["steps"] for who in ("customer", "verifier", "preparer")}
    assert {step["name"]: step["count"] for step in steps["customer"]} == {"held": 3}
    assert [step["name"] for step in steps["verifier"]] == ["verification"]
    assert steps["verifier"][0]["count"] == 2
    assert [step["name"] for step in steps["preparer"]] == ["footprint", "verification", "cancellation", "certificate"]
    assert steps["preparer"][2]["latest_href"] == ""  # a maker may not open the credits
