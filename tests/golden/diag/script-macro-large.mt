// Each level doubles what is below it.
macro twice(x) { x + x }
BEGIN { @ = twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(twice(1))))))))))))))))); }
