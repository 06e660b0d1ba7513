import 3;
BEGIN { exit(); }
