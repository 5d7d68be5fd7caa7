"""What ``show`` says of the evidence a decision keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli.evidence_text import evidence_lines
from workbench.cli.main import main
from workbench.core.text import columns


def test_show_has_a_line_for_each_instrument(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    decision = tmp_path / "triage.toml"
    decision.write_text('id = "triage"\n')
    files = []
    for name, word in (("prompt.jsonl", "no"), ("tuned.jsonl", "yes")):
        rows = [{"id": n, "expected": "yes", "output": word} for n in range(20)]
        files.append(tmp_path / name)
        files[-1].write_text("".join(json.dumps(row) + "\n" for row in rows))
    examples = tmp_path / "train.jsonl"
    lines = [json.dumps({"prompt": f"ticket {n * 7919}", "completion": "ab"[n % 2]}) for n in range(60)]
    examples.write_text("\n".join(lines))
    assert main(["compare", *map(str, files), "--into", str(decision)]) == 0
    assert main(["size", "Llama-2-7B", "--into", str(decision)]) == 0
    main(["data", str(examples), "--into", str(decision)])
    capsys.readouterr()
    assert main(["show", str(decision)]) == 0
    told = " ".join(capsys.readouterr().out.partition("Evidence")[2].split())
    assert "evaluation: Improved: +1.00 on 20 cases" in told and "(prompt.jsonl, tuned.jsonl; " in told
    assert "size: LoRA r=8 on Llama-2-7B: 16 GB expected" in told
    assert "dataset: 60 rows, " in told and "(train.jsonl; " in told


values = st.one_of(st.none(), st.text(max_size=8), st.integers(-5, 5), st.booleans(), st.just({"expected": "x"}))
kept = st.dictionaries(st.sampled_from(["rows", "usable", "method", "lora", "file", "date", "verdict", "n"]), values)


@given(st.dictionaries(st.sampled_from(["dataset", "evaluation", "size", "other"]), kept))
def test_figures_that_somebody_broke_break_nothing(evidence: dict[str, dict[str, object]]) -> None:
    lines = evidence_lines(evidence)
    assert len(lines) >= len(evidence) and all(columns(line) <= 80 for line in lines)
