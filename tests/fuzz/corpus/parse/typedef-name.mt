#!/usr/bin/env memtm.h>   
#  ifdef   NOPE
  whatever { /* IMIT
#define EMPTY
#endif // of the fi a;}pair_t;
typedef struct named {
int b ; }
 naÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿmed_t ;
typedef  unsigned   long ul_t;
let @a=hash( 10 );let @b = lruhash(5);
config={max_strlen=64;
     // a comment
cpp_demangle = false
}
BEGIN{ }
