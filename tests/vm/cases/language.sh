# The examples of docs/language.md print what stands below them.
#@ prepare tests/vm/programs docs/language.md
#@ timeout 600
run_programs
