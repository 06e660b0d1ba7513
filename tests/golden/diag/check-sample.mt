BEGIN { @a = sample("x", 3); @b = sample(3, "x"); @c = sample(3); }
