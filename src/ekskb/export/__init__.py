"""Files that leave the machine: the static site, the Markdown tree, the JSON file."""
