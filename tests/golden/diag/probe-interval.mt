interval:s:0 { }
interval:m:1 { }
interval:hz:2000000000 { }
interval:s:99999999999 { }
interval:s:99999999999999999999 { }
interval:s:5s { }
interval:s:x { }
