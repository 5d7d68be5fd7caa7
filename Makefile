.PHONY: test check bench picture
test:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest
check:
	.ci/run
picture:
	.venv/bin/python -m tests.picture
bench:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m tests.bench
