#!/bin/sh
# Starts Ogam in Home Assistant's add-on: home.yaml is taken from the add-on's configuration folder, if it is there.
set -eu

option() {
  python -c 'import json, sys; print(json.load(open("/data/options.json"))[sys.argv[1]])' "$1"
}

owner=$(option owner)
hostname=$(option hostname)
home=
if [ -f /config/home.yaml ]; then
  home=/config/home.yaml
fi

# The first time, the add-on's log shows the link by which the owner signs in.
ogam accounts invite "$owner" --owner --only-first --url "https://$hostname:8765" ${home:+--home "$home"}
exec ogam serve --host 0.0.0.0 --tls --hostname "$hostname" ${home:+--home "$home"}
