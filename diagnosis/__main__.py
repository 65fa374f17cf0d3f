"""`python -m diagnosis`: the same as the command `diagnosis`."""

from diagnosis.cli import main

if __name__ == "__main__":
    main()
