"""The columns of the claims that events become: what each holds, and how they stand in a Parquet file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from ..opening.columnar import pyarrow
from .mapping import MappingFile


class Column(NamedTuple):
    """What a column holds: the type of its values, and what they mean."""

    type: str
    means: str


#: Those that engines compute, in the order in which rows stand.
COMPUTED: Final[dict[str, Column]] = {
    "key": Column("text", "a short text for day, code, speaker and accused, which makes the IRI of the claim"),
    "day": Column("date", "the day of the events, as the coder has it"),
    "act": Column("text", "attribution, denial or responsibility"),
    "matter": Column("text", "what it is about, in the words of the mapping"),
    "code": Column("text", "the coder's code, such as CAMEO 1124"),
    "speaker": Column("text", "who says it, as the coder calls them"),
    "speaker_kind": Column("text", "the kind of actor"),
    "accused": Column("text", "whom it is about; of a denial the speaker"),
    "accused_kind": Column("text", "the kind of actor"),
    "coded_rows": Column("integer", "of how many rows of events the claim was made"),
    "addresses": Column("texts", "the first addresses by alphabet, as many as the mapping says"),
}
#: Those that are the same in all rows: who coded it.
CONSTANT: Final[dict[str, Column]] = {
    "mapping": Column("text", "the event mapping, which names the data set"),
    "coder": Column("text", "who coded it: the publisher of the source"),
    "source": Column("text", "the title of the coder's table, which is the source of the claim"),
    "source_url": Column("text", "its address"),
}
COLUMNS: Final = {**COMPUTED, **CONSTANT}
#: Under which name the file says what the mapping says of the data set.
METADATA: Final = b"whoblamed.events"


def schema(mapping: MappingFile) -> Any:
    """Return the schema of the file, with what the mapping says of the data set."""
    pa = pyarrow()
    types = {"date": pa.date32(), "text": pa.string(), "integer": pa.int64(), "texts": pa.list_(pa.string())}
    said = {key: getattr(mapping.mapping, key) for key in ("title", "licence", "lang")} | {"sha256": mapping.sha256}
    fields = [pa.field(name, types[column.type]) for name, column in COLUMNS.items()]
    return pa.schema(fields, metadata={METADATA: json.dumps(said, ensure_ascii=False).encode()})


def table(batches: Iterable[Any], mapping: MappingFile, size: int) -> Iterator[Any]:
    """Yield what an engine computed as tables of the file's schema, of `size` rows each but the last; at least one."""
    pa = pyarrow()
    wanted = schema(mapping)
    computed = pa.schema([wanted.field(name) for name in COMPUTED])
    waiting = computed.empty_table()
    is_first = True
    for batch in batches:
        fresh = pa.Table.from_batches([batch]).select(list(COMPUTED)).cast(computed)
        waiting = pa.concat_tables([waiting, fresh])
        while waiting.num_rows >= size:
            yield _whole(waiting.slice(0, size), mapping, wanted)
            waiting, is_first = waiting.slice(size), False
    if waiting.num_rows or is_first:
        yield _whole(waiting, mapping, wanted)


def _whole(found: Any, mapping: MappingFile, wanted: Any) -> Any:
    """Return rows with the columns that are the same in all."""
    pa = pyarrow()
    said = mapping.mapping
    constant = {
        "mapping": said.events,
        "coder": said.coder,
        "source": said.source.title,
        "source_url": said.source.url,
    }
    columns = [found[name].combine_chunks() for name in COMPUTED]
    columns += [pa.repeat(pa.scalar(constant[name], pa.string()), found.num_rows) for name in CONSTANT]
    return pa.Table.from_arrays(columns, schema=wanted)
