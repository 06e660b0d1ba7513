" Vim syntax file
" Language: memtap (.mt)

if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_
syntax match memtapOperator '[-+*/%&|^~!<>=?:.]'
syntax match memtapNumber '\<\(0x\x\+\|\d[0-9_]*\(e\d\+\)\?\)\([KMGT]\|ns\|us\|ms\|s\|m\|h\|[uU]\?[lL]*\)\?\>'
syntax match memtapVariable '\$\([a-z_A-Z]\w*\|\d\+\|#\)'
syntax match memtapMap '@\w*'
syntax match memtapProbe '\<[a-z]\+:[a-zA-Z0-9_:.*?/+@<>~-]\+'
syntax keyword memtapKind @KINDS@
syntax keyword memtapStatement @STATEMENTS@
syntax match memtapType '\<\(u\?int\(8\|16\|32\|64\)\|bool\|void\|string\)\>'
syntax keyword memtapBuiltin @BUILTINS@ args
syntax match memtapBuiltin '\<arg\d\>'
syntax keyword memtapFunction @FUNCTIONS@
syntax keyword memtapSetting @SETTINGS@
syntax match memtapPreProc '^\s*#\s*\(include\|define\|ifdef\|ifndef\|else\|endif\)\>.*'
syntax match memtapPreProc '\%^#!.*'
syntax match memtapEscape contained '\\.'
syntax match memtapFormat contained '%[-0-9.*]*\(ll\|l\|h\|z\)\?[a-zA-Z%]'
syntax region memtapString start='"' skip='\\.' end='"' contains=memtapEscape,memtapFormat
syntax match memtapComment '//.*' contains=memtapTodo
syntax region memtapComment start='/\*' end='\*/' contains=memtapTodo
syntax keyword memtapTodo contained FIXME XXX

highlight default link memtapOperator Operator
highlight default link memtapNumber Number
highlight default link memtapVariable Identifier
highlight default link memtapMap Identifier
highlight default link memtapProbe PreProc
highlight default link memtapKind PreProc
highlight default link memtapStatement Statement
highlight default link memtapType Type
highlight default link memtapBuiltin Constant
highlight default link memtapFunction Function
highlight default link memtapSetting Constant
highlight default link memtapPreProc PreProc
highlight default link memtapEscape SpecialChar
highlight default link memtapFormat SpecialChar
highlight default link memtapString String
highlight default link memtapComment Comment
highlight default link memtapTodo Todo

let b:current_syntax = 'memtap'
