// Behind a closing brace a name is read as a probe: what is none is refused.
typedef struct { int b; } na-med_t;
typedef struct named { int b; } ué_t;
BEGIN { exit(); }
