#!/usr/bin/env bash
# From STIX to MISP, the accused arrive and the accusation does not.
#
# One would guess: a report with two rival "attributed-to" relationships and an opinion that disagrees becomes clusters with relations and an analyst
#   opinion, which MISP has; or there is a warning for what has no place.
# What happens: misp-stix 2026.10.12 makes a cluster of the intrusion set and of both threat actors, side by side, in one event. The relationships with
#   their confidence and description, and the opinion, are nowhere in it, and `errors` and `warnings` are both empty. All three stand
#   in one event, so each looks as established as the other.
# Seen: November 2026.
# Why it matters: the bundle said "the bureau is 90 % sure, a firm says insiders and disagrees". The event says "North Korea, insiders".
# Instead: count relationships, opinions and notes before and after; carry them in the report's text if they must go through MISP.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check misp-stix==2026.10.12 pymisp==2.5.34.4 stix2==3.0.2
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import json

import stix2
from misp_stix_converter import ExternalSTIX2toMISPParser

print("misp-stix", importlib.metadata.version("misp-stix"), "stix2", stix2.__version__)
day = "2014-12-19T00:00:00Z"


def make(kind: type, number: int, **fields: object) -> object:
    name = f"{kind._type}--00000000-0000-4000-8000-{number:012}"
    return kind(id=name, created=day, modified=day, **fields)


bureau = make(stix2.Identity, 1, name="Bureau", identity_class="organization")
firm = make(stix2.Identity, 2, name="Firm", identity_class="organization")
group = make(stix2.IntrusionSet, 3, name="Guardians of Peace", created_by_ref=bureau.id)
state = make(stix2.ThreatActor, 4, name="North Korea", created_by_ref=bureau.id)
insiders = make(stix2.ThreatActor, 5, name="Insiders", created_by_ref=firm.id)
blame = make(
    stix2.Relationship, 6, source_ref=group.id, target_ref=state.id, relationship_type="attributed-to",
    confidence=90, description="The bureau has evidence", created_by_ref=bureau.id,
)  # fmt: skip
rival = make(
    stix2.Relationship, 7, source_ref=group.id, target_ref=insiders.id, relationship_type="attributed-to",
    confidence=60, created_by_ref=firm.id,
)  # fmt: skip
doubt = make(stix2.Opinion, 8, opinion="disagree", explanation="We doubt it", object_refs=[blame.id], created_by_ref=firm.id)
said = [bureau, firm, group, state, insiders, blame, rival, doubt]
report = make(stix2.Report, 9, name="Who did it", published=day, object_refs=[thing.id for thing in said], created_by_ref=bureau.id)

parser = ExternalSTIX2toMISPParser()
parser.load_stix_bundle(stix2.Bundle(objects=[*said, report]))
parser.parse_stix_bundle()
text = parser.misp_event.to_json()
clusters = [cluster for galaxy in json.loads(text)["Galaxy"] for cluster in galaxy["GalaxyCluster"]]
print("clusters:", [cluster["value"] for cluster in clusters], "errors:", dict(parser.errors), "warnings:", dict(parser.warnings))
assert sorted(cluster["value"] for cluster in clusters) == ["Guardians of Peace", "Insiders", "North Korea"]
assert not any(cluster.get("GalaxyClusterRelation") for cluster in clusters)
for word in ("attributed-to", "confidence", "has evidence", "disagree", "doubt", "Opinion", blame.id[14:], doubt.id[9:]):
    print(f"{word!r} in the event: {word in text}")
    assert word not in text
assert not parser.errors and not parser.warnings
PY
