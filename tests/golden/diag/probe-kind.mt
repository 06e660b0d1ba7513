kporbe:nf_tables:nft_do_chain { }
tracepont:sched:sched_switch { }
foo { }
Begin { }
profile:hz:99 { }
mem:* { }
