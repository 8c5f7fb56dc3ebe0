"""Where annotators leave spans on a spaCy `Doc`, and where extractors find them.

Only native fields are used, so that a `Doc` survives `DocBin` and worker processes. Span-group keys:

| key | label_ | kb_id_ | id_ (span id) |
|---|---|---|---|
| `MENTIONS` | one of the 14 name labels | entity id; on DATE the ISO value or ""; on MONEY "" | "" |
| `GROUPS` | label of the members or SECTOR | entity id | "" |
| `QUOTES` | direct, mixed or indirect | "" | quote id, shared by the content spans of one quote |
| `QUOTE_SOURCES` | "source" | "" | quote id |
| `QUOTE_CUES` | "cue" | "" | quote id |
| `TRIGGERS` | action | status | trigger id |

`doc.user_data` holds the article's metadata under `ARTICLE_ID`, `PUBLISHED` (ISO date or "") and
`TITLE_END` (code points of the title at the start of the text, 0 when there is none). Under `ROWS` it holds
what the encoder computed, one row a token (see `encoder.columns`), where that ran.
"""

MENTIONS = "mentions"
GROUPS = "groups"
QUOTES = "quotes"
QUOTE_SOURCES = "quote_sources"
QUOTE_CUES = "quote_cues"
TRIGGERS = "triggers"

ARTICLE_ID = "article_id"
PUBLISHED = "published"
TITLE_END = "title_end"
ROWS = "rows"
