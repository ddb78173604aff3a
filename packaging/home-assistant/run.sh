#!/bin/sh
# Starts Ogam in Home Assistant's add-on: home.yaml is taken from the add-on's configuration folder, if it is there.
set -eu

owner=$(python -c 'import json; print(json.load(open("/data/options.json"))["owner"])')
set -- --host 0.0.0.0 --tls
home=
if [ -f /config/home.yaml ]; then
  home=/config/home.yaml
fi

# The first time, the add-on's log shows the link by which the owner signs in.
ogam accounts invite "$owner" --owner --only-first --url "https://homeassistant.local:8765" ${home:+--home "$home"}
exec ogam serve "$@" ${home:+--home "$home"}
