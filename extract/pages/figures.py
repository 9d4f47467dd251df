"""What a figure looks like where only figures are to be told from words."""

from __future__ import annotations

import re

FIGURE = re.compile(r"[-+−－(（]?[¥￥]?[0-9][0-9,，]*(?:\.[0-9]+)?[%％‰]?[)）]?|[-—–/]")
