#!/bin/sh
# embed.sh TABLE FILE...: assembly that holds the files, the table of them, as stdlib/embedded.h has it, and
# TABLE_sources, the names of those that are sources.
set -eu
table=$1
shift

echo '	.section .rodata'
n=0
for file; do
    # A NUL after each: text can be read as a C string.
    printf 'name%d:	.asciz "%s"\n	.balign 16\nfile%d:	.incbin "%s"\nend%d:	.byte 0\n' \
        $n "$(basename "$file")" $n "$file" $n
    case $file in
    *.mt) printf 'stem%d:	.asciz "%s"\n' $n "$(basename "$file" .mt)" ;;
    esac
    n=$((n + 1))
done

printf '	.section .data.rel.ro, "aw"\n	.balign 8\n	.globl %s\n%s:\n' "$table" "$table"
i=0
while [ $i -lt $n ]; do
    printf '	.quad name%d, file%d, end%d\n' $i $i $i
    i=$((i + 1))
done
printf '	.quad 0, 0, 0\n'

printf '	.globl %s_sources\n%s_sources:\n' "$table" "$table"
i=0
for file; do
    case $file in
    *.mt) printf '	.quad stem%d\n' $i ;;
    esac
    i=$((i + 1))
done
printf '	.quad 0\n	.section .note.GNU-stack, "", @progbits\n'
