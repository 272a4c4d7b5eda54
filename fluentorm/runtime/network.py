"""The types of network columns, as psycopg loads them; apart, because ipaddress is slow to import.

An inet value without a netmask is an address, one with a netmask an interface.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from typing import TypeAlias

InetAddress: TypeAlias = IPv4Address | IPv4Interface | IPv6Address | IPv6Interface
CidrNetwork: TypeAlias = IPv4Network | IPv6Network
