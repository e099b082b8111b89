"""`python -m ekskb`, for where the command is not on the path."""

from ekskb.cli.app import main

if __name__ == "__main__":
    main()
