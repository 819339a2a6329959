"""``python -m formgen`` is the same as the ``formgen`` command."""

from formgen.cli import main

if __name__ == "__main__":
    main()
