#!/usr/bin/env memtap
import   "x.mt" import report ;
#include   <linux/mm.h>   
#  ifdef   NOPE
  whatever { /* not
   closed
#else
#   define LIMIT  (4+  1)  // in brackets
#define BIG 1 + \
    2*3 \
  \
  + LIMIT
#define EMPTY
#endif // of the first


#ifndef BPFTRACE_HAVE_BTF
 struct x { int a; }
#endif
struct  page_ext{int a,*b;   char name[ 16 ] ;struct list_head   *next,**p; unsigned int bits:3;
int (*fn)(struct page *p,void*);
    // a comment
	struct {
   int z;
      } inner[ 2*2 ];
};
enum   color{RED,GREEN=1<<2 ,
   // a comment
BLUE
}
typedef struct{int a;}pair_t;
typedef struct named {
int b ; }
 named_t ;
typedef  unsigned   long ul_t;
let @a=hash( 10 );let @b = lruhash(5);
config={max_strlen=64;
     // a comment
cpp_demangle = false
}
BEGIN{ }
