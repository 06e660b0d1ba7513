// What cannot be imported.
import "not-there.mt";
import "mem";
import nothing;
import "/not/there.mt";
BEGIN { exit(); }
