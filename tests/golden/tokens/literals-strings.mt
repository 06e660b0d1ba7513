BEGIN { ""; "plain"; "a \"quoted\" word"; "\\"; "tab\tend\n"; "\x41\101\0"; "// none /* comment"; }
