#!/usr/bin/env memtap
/* one */ BEGIN /**/ { // to the end of the line
	/* several
	 * lines ** / */ @ = 1 /* between */ / 2; //
}
/***/
