BEGIN {
  /* a
   * b */



  @a = 1; 	
}
// c 	
