"""During a visit to the front desk: every address there is, as the resident on an errand or refused."""

from communities.actions import desk
from communities.desk.middleware import ERRANDS, OWN, SESSION
from communities.models import DeskConsent
from tests.access.routes import ROUTES, addresses
from tests.access.world import body

HOST = {"host": "localhost"}
# They end the visit, and are tried elsewhere.
ENDING = ("account_logout", "desk:end")


def test_every_address_is_an_errand_or_refused(client, world, town, gleb):
    resident = world.people.author
    client.force_login(gleb)
    visit = desk.start_visit(resident, by=gleb, municipality=town, consent=DeskConsent.PAPER)
    session = client.session
    session[SESSION] = visit.public_id
    session.save()
    wrong, seen = [], {"errand": 0, "own": 0, "refused": 0}

    for route in ROUTES:
        if route.name in ENDING:
            continue
        response = client.get(route.url(world), headers=HOST)
        text = body(response)
        acting = response.wsgi_request.user
        if route.name in ERRANDS:
            seen["errand"] += 1
            if acting != resident:
                wrong.append(f"{route.name}: not as the resident")
        elif acting != gleb:
            wrong.append(f"{route.name}: as the resident")
        elif route.name in OWN:
            seen["own"] += 1
        elif response.status_code == 403:
            # With the way out; the border of the admin stands before the desk and has words of its own.
            seen["refused"] += "/desk/end/" in text
        elif response.status_code not in (404, 405):
            wrong.append(f"{route.name}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
    assert ERRANDS | OWN <= addresses()
    assert seen["errand"] > 40
    assert seen["refused"] > 60
    assert seen["own"] >= len(OWN) - len(ENDING)
