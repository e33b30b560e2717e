#!/usr/bin/env bash
# "It was North Korea, says the bureau, confidence high" is raised to STIX 2.1 as: it was North Korea, confidence in North Korea 15.
#
# One would guess: STIX 1 and STIX 2.1 have confidence, source and description of an attribution, so the converter of OASIS carries them over or
#   warns, as it does for all else that it changes.
# What happens: stix2-elevator 4.1.7 makes a relationship of each attributed actor, and leaves out its confidence, why, and who says so, without a word in its log. The confidence
#   of an actor, which is about its description, becomes `confidence` of the actor, Low as 15, so that the one number that is left is about
#   something else. Of two rival attributions, High and Low, by two sources, two are left that are alike.
# Seen: November 2026.
# Why it matters: old reports are where the first attributions are. After conversion nobody says them, all are equally sure, and the accused has a
#   confidence that looks as if it were that of the accusation.
# Instead: read `Attributed_Threat_Actor` with python-stix and write `confidence`, `description` and `created_by_ref` into the relationships.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stix2-elevator==4.1.7 stix==1.2.0.11 stix2==3.0.2 lxml==4.9.4 'setuptools<81'
cd "$folder"
cat >report.xml <<'XML'
<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:common="http://stix.mitre.org/common-1"
  xmlns:ta="http://stix.mitre.org/ThreatActor-1" xmlns:campaign="http://stix.mitre.org/Campaign-1"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:example="http://example.com/" version="1.2"
  id="example:Package-00000000-0000-4000-8000-000000000001" timestamp="2014-12-19T00:00:00Z">
  <stix:Campaigns>
    <stix:Campaign xsi:type="campaign:CampaignType" id="example:Campaign-00000000-0000-4000-8000-000000000002" timestamp="2014-12-19T00:00:00Z">
      <campaign:Title>Attack on the studio</campaign:Title>
      <campaign:Attribution><campaign:Attributed_Threat_Actor>
        <common:Confidence><common:Value>High</common:Value><common:Description>The tools are theirs</common:Description></common:Confidence>
        <common:Information_Source><common:Identity><common:Name>The bureau</common:Name></common:Identity></common:Information_Source>
        <common:Threat_Actor idref="example:ThreatActor-00000000-0000-4000-8000-000000000003"/>
      </campaign:Attributed_Threat_Actor></campaign:Attribution>
      <campaign:Attribution><campaign:Attributed_Threat_Actor>
        <common:Confidence><common:Value>Low</common:Value><common:Description>They had a motive</common:Description></common:Confidence>
        <common:Information_Source><common:Identity><common:Name>The firm</common:Name></common:Identity></common:Information_Source>
        <common:Threat_Actor idref="example:ThreatActor-00000000-0000-4000-8000-000000000004"/>
      </campaign:Attributed_Threat_Actor></campaign:Attribution>
    </stix:Campaign>
  </stix:Campaigns>
  <stix:Threat_Actors>
    <stix:Threat_Actor xsi:type="ta:ThreatActorType" id="example:ThreatActor-00000000-0000-4000-8000-000000000003" timestamp="2014-12-19T00:00:00Z">
      <ta:Title>North Korea</ta:Title><ta:Confidence><common:Value>Low</common:Value></ta:Confidence>
    </stix:Threat_Actor>
    <stix:Threat_Actor xsi:type="ta:ThreatActorType" id="example:ThreatActor-00000000-0000-4000-8000-000000000004" timestamp="2014-12-19T00:00:00Z">
      <ta:Title>Insiders</ta:Title><ta:Confidence><common:Value>High</common:Value></ta:Confidence>
    </stix:Threat_Actor>
  </stix:Threat_Actors>
</stix:STIX_Package>
XML
venv/bin/stix2_elevator --version 2.1 --missing-policy add-to-description report.xml >bundle.json 2>log.txt
venv/bin/python - <<'PY'
import importlib.metadata
import json
from pathlib import Path

print("stix2-elevator", importlib.metadata.version("stix2-elevator"))
text, log = Path("bundle.json").read_text(), Path("log.txt").read_text()
for line in log.splitlines():
    print("log:", line)
things = json.loads(text[text.index("{") :])["objects"]
actors = {thing["name"]: thing for thing in things if thing["type"] == "threat-actor"}
blames = [thing for thing in things if thing["type"] == "relationship"]
for thing in (*actors.values(), *blames):
    print({key: thing[key] for key in thing if key not in ("created", "modified", "spec_version", "sophistication")})
assert {name: actor["confidence"] for name, actor in actors.items()} == {"North Korea": 15, "Insiders": 85}
assert len(blames) == 2
for blame in blames:
    assert set(blame) == {"type", "spec_version", "id", "created", "modified", "relationship_type", "source_ref", "target_ref"}
    assert blame["relationship_type"] == "attributed-to"
for word in ("The bureau", "The firm", "The tools are theirs", "They had a motive", "identity--"):
    assert word not in text, word
assert "onfidence" not in log and "nformation" not in log.replace("extra information", "")
PY
