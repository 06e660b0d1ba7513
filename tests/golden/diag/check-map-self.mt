BEGIN { @a = @a; @b = @c; @c = @b; @d = @d + 1; }
