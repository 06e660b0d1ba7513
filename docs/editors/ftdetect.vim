autocmd BufNewFile,BufRead *.mt setfiletype memtap
