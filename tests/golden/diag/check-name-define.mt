#include <linux/socket.h>
BEGIN { @ = AF_INET; @ = A; @ = Af_INET; }
