import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.triage.buckets import Buckets

KEYS = st.integers(0, 2**64 - 1) | st.integers(0, 40) | st.integers(0, 40).map(lambda n: n << 40)


@settings(max_examples=60)
@given(st.lists(st.lists(KEYS, unique=True, max_size=40), max_size=20))
def test_buckets_hold_what_a_dict_holds(batches):
    buckets, oracle = Buckets(), {}
    for row, batch in enumerate(batches):
        keys = np.array(batch, dtype=np.uint64)
        assert buckets.get(keys).tolist() == [oracle.get(key, -1) for key in batch]
        buckets.put(keys, np.full(len(keys), row, dtype=np.int32))
        oracle.update(dict.fromkeys(batch, row))
    everything = np.array(sorted(oracle), dtype=np.uint64)
    assert buckets.get(everything).tolist() == [oracle[key] for key in sorted(oracle)]
    assert len(buckets) == len(oracle)


def test_buckets_grow_without_losing_a_key():
    keys = np.random.default_rng(1).integers(0, 2**63, size=20_000).astype(np.uint64)
    buckets = Buckets()
    for start in range(0, len(keys), 33):
        part = keys[start : start + 33]
        buckets.put(part, np.arange(start, start + len(part), dtype=np.int32))
    assert buckets.get(keys).tolist() == list(range(len(keys)))
    assert buckets.nbytes < 40 * len(keys)
