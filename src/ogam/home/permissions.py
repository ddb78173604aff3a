"""What a home file says of permissions: roles of the owner's own, rules of the owner's own, and whether they count."""

from pathlib import Path

from yaml.nodes import Node, ScalarNode

from ogam.home import nodes
from ogam.home.model import ROLES, PolicyText, Role
from ogam.home.names import suggestion
from ogam.home.nodes import Problems

_SWITCH = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


def switch(node: Node | None, problems: Problems) -> bool | None:
    """`permissions: on` or `off`; None where the file does not say."""
    said = nodes.text(node, "permissions", problems)
    if node is None or not said:
        return None
    if said.lower() not in _SWITCH:
        problems.error(node, f"permissions are 'on' or 'off', not '{said}'.")
    return _SWITCH.get(said.lower())


def roles(node: Node | None, problems: Problems) -> tuple[Role, ...]:
    """Roles of the owner's own; each is like built-in ones or like those declared before it."""
    found: dict[str, Role] = {}
    for item in nodes.items(node, "roles", problems):
        short = isinstance(item, ScalarNode)
        parts = {"name": item} if short else nodes.entries(item, "a role", ("name", "like"), problems)
        name = nodes.text(parts.get("name"), "name", problems)
        known = (*ROLES, *found)
        like = []
        for place, said in nodes.texts(parts.get("like"), f"like of role '{name}'", problems):
            if said in known:
                like.append(said)
            else:
                names = ", ".join(known)
                text = f"role '{name}' is like '{said}', which is not a role."
                problems.error(place, f"{text} Roles: {names}.{suggestion(said, known)}")
        if not name:
            problems.error(item, "a role has no name. Give it one.")
        elif name in known:
            problems.error(item, f"role '{name}' is there already. Choose another name.")
        else:
            found[name] = Role(name, tuple(like))
    return tuple(found.values())


def role_of(node: Node | None, person: str, own: tuple[Role, ...], problems: Problems) -> str:
    """The role of a person; an adult where the file does not say."""
    said = nodes.text(node, "role", problems)
    known = (*ROLES, *(role.name for role in own))
    if node is None or not said:
        return "adult"
    if said not in known:
        names = ", ".join(known)
        text = f"person '{person}' has role '{said}', which is not declared."
        problems.error(node, f"{text} Roles: {names}.{suggestion(said, known)}")
    return said


def policies(node: Node | None, problems: Problems) -> tuple[PolicyText, ...]:
    """Rules of the owner's own: names of `.cedar` files beside the home file, or Cedar text itself."""
    found = []
    alone = isinstance(node, ScalarNode) and bool(node.value)
    for item in [node] if node is not None and alone else nodes.items(node, "policies", problems):
        if not isinstance(item, ScalarNode):
            problems.error(item, "each of policies must be the name of a file or Cedar text.")
        elif item.value.strip().endswith(".cedar"):
            found += _file(item, problems)
        else:
            block = 1 if item.style in ("|", ">") else 0
            found.append(PolicyText(item.value, problems.path, item.start_mark.line + 1 + block))
    return tuple(found)


def _file(node: ScalarNode, problems: Problems) -> list[PolicyText]:
    path = Path(problems.path).parent / node.value.strip()
    try:
        return [PolicyText(path.read_text(encoding="utf-8-sig"), str(path))]
    except FileNotFoundError:
        problems.error(node, f"there is no policy file '{path}'. Write it, or take it out of policies.")
    except (OSError, UnicodeDecodeError) as error:
        problems.error(node, f"the policy file '{path}' cannot be read: {error}.")
    return []
