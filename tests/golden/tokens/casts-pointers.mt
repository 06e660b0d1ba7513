// A '*' in front of ')' belongs to a type, any other to an expression.
BEGIN { (char *)x; (struct y **)x; (uint8 * * )x; a * b; (a * b); * * p; f(*p); sizeof(struct z *); }
