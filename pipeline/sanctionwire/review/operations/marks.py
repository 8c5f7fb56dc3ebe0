"""Operations beside the document: verdicts, comments, finished or not."""

from __future__ import annotations

from sanctionwire.errors import RecordError
from sanctionwire.review.operations.draft import Draft
from sanctionwire.review.operations.requests import Comment, Finish, Judge, Reopen

MAX_COMMENTS = 1_000
"""Most comments on a document. Source: own choice."""


def judge(draft: Draft, request: Judge) -> str:
    """Accept or reject an item, or take that back; return what happened."""
    draft.get(request.layer, request.id)
    verdicts, key = draft.marks["verdicts"], f"{request.layer}/{request.id}"
    if verdicts.get(key) == request.verdict:
        raise RecordError("this is its verdict already", field="verdict", remedy="Nothing to do")
    noun = "entity" if request.layer == "entities" else request.layer.removesuffix("s")
    if request.verdict is None:
        del verdicts[key]
        return f"Took back the verdict on the {noun}"
    verdicts[key] = request.verdict
    return f"{request.verdict.capitalize()} the {noun}"


def comment(draft: Draft, request: Comment, annotator: str, at: str) -> str:
    """Write a comment on an item or the document; return what happened."""
    if (request.layer is None) != (request.id is None):
        raise RecordError("layer and id go together", field="id", remedy="Give both or neither")
    if request.layer is not None and request.id is not None:
        draft.get(request.layer, request.id)
    if not request.text.strip():
        raise RecordError("the comment is empty", field="text", remedy="Write something")
    comments = draft.marks["comments"]
    if len(comments) >= MAX_COMMENTS:
        raise RecordError(
            f"the document has {MAX_COMMENTS:,} comments", field="text", remedy="Enough is said"
        )
    comments[str(draft.revision)] = {
        "layer": request.layer,
        "id": request.id,
        "text": request.text,
        "annotator": annotator,
        "at": at,
    }
    return "Commented"


def finish(draft: Draft, request: Finish) -> str:
    """Declare the document finished; return what happened."""
    draft.marks["status"]["finished"] = True
    return "Finished"


def reopen(draft: Draft, request: Reopen) -> str:
    """Go on with a finished document; return what happened."""
    if not draft.marks["status"].pop("finished", None):
        raise RecordError("the document is not finished", field="operation", remedy="Nothing to do")
    return "Reopened"
