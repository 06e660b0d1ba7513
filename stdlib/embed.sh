#!/bin/sh
# embed.sh FILE...: assembly that holds the files and the tables that stdlib/embed.c reads.
set -eu

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

printf '	.section .data.rel.ro, "aw"\n	.balign 8\n	.globl stdlib_files\nstdlib_files:\n'
i=0
while [ $i -lt $n ]; do
    printf '	.quad name%d, file%d, end%d\n' $i $i $i
    i=$((i + 1))
done
printf '	.quad 0, 0, 0\n'

printf '	.globl stdlib_names\nstdlib_names:\n'
i=0
for file; do
    case $file in
    *.mt) printf '	.quad stem%d\n' $i ;;
    esac
    i=$((i + 1))
done
printf '	.quad 0\n	.section .note.GNU-stack, "", @progbits\n'
