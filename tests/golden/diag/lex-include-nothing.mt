// An #include of nothing.
#include 
BEGIN { exit(); }
