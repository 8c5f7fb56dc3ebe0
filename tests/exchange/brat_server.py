"""Reads a folder with the server of brat and prints what it finds, as JSON; runs in a process of its own.

The modules of the server lie on top level and want a module `config`: the caller puts both on the path.
"""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path

_open = codecs.open
# The server opens files with the mode "U", which Python dropped in version 3.11; it did nothing there.
codecs.open = lambda name, mode="r", **more: _open(name, mode.replace("U", ""), **more)

from annotation import TextAnnotations  # noqa: E402
from message import Messager  # noqa: E402
from projectconfig import ProjectConfiguration  # noqa: E402
from verify_annotations import verify_annotation  # noqa: E402

folder = Path(sys.argv[1])
settings = ProjectConfiguration(str(folder))
found = {}
for path in sorted(folder.glob("*.ann")):
    annotations = TextAnnotations(str(path.with_suffix("")), read_only=True)
    found[path.stem] = {
        "failed": annotations.failed_lines,
        "issues": [issue.human_readable_str() for issue in verify_annotation(annotations, settings)],
        "spans": {item.id: [item.text, item.spans] for item in annotations.get_textbounds()},
        "text": annotations.get_document_text(),
        "lines": len(list(annotations)),
    }
messages = Messager.output_json({})["messages"]
print(json.dumps({"documents": found, "types": settings.get_event_types(), "messages": messages}))
