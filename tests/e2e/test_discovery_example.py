# SPDX-License-Identifier: MIT
"""The example that announces lanchat on the local network: what Avahi's document type allows, and what lanchatd
serves without any configuration. Avahi ignores a file that is wrong, and says so only in its own log."""

import pathlib
import re
import xml.etree.ElementTree as xml

import pytest

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "lanchat.avahi.service"

# Each element's children in their order, and its attributes with their values: avahi-service.dtd.
CONTENT = {
    "service-group": r"name( service)+",
    "service": r"type( subtype)*( domain-name)?( host-name)? port( txt-record)*",
    **dict.fromkeys(("name", "type", "subtype", "domain-name", "host-name", "port", "txt-record"), ""),
}
ATTRIBUTES = {
    ("name", "replace-wildcards"): {"yes", "no"},
    ("service", "protocol"): {"any", "ipv4", "ipv6"},
    ("txt-record", "value-format"): {"text", "binary-hex", "binary-base64"},
}


def faults(element):
    """What the document type does not allow in this element and below."""
    if element.tag not in CONTENT:
        return [f"no element {element.tag}"]
    children = " ".join(child.tag for child in element)
    found = [] if re.fullmatch(CONTENT[element.tag], children) else [f"{element.tag}: {children}"]
    if CONTENT[element.tag] and any((text or "").strip() for text in [element.text, *(c.tail for c in element)]):
        found.append(f"{element.tag}: text between its elements")
    found += [f"{element.tag}: {name}={value}" for name, value in element.attrib.items()
              if value not in ATTRIBUTES.get((element.tag, name), ())]
    return found + [fault for child in element for fault in faults(child)]


def test_the_example_is_what_avahi_allows():
    root = xml.parse(EXAMPLE).getroot()
    assert root.tag == "service-group" and faults(root) == []


@pytest.mark.parametrize("wrong", [
    "<service-group><service><type>_a._tcp</type><port>1</port></service></service-group>",
    "<service-group><name>n</name></service-group>",
    "<service-group><name>n</name><service><port>1</port><type>_a._tcp</type></service></service-group>",
    "<service-group><name replace-wildcards='maybe'>n</name><service><type>t</type><port>1</port></service>"
    "</service-group>",
    "<service-group><name>n</name>text<service><type>t</type><port>1</port></service></service-group>",
    "<service-group><name>n</name><service><type>t</type><port>1</port><tx-record/></service></service-group>",
])
def test_what_avahi_does_not_allow_is_noticed(wrong):
    assert faults(xml.fromstring(wrong))


def test_it_announces_what_is_served_without_configuration(programs):
    said = programs.daemon("--print-config", "--config", "/dev/null").stdout.decode()
    served = set(re.findall(r"^bind = (\w+)://\*:(\d+)", said, re.M))
    announced = {(service.findtext("type").removeprefix("_lanchat._"), service.findtext("port"))
                 for service in xml.parse(EXAMPLE).getroot().iter("service")}
    assert announced == served and len(served) == 2
