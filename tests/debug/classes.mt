uprobe:./classes:cpp:"math::shape::scale" { print((args.this->corners, args.this->kept, args.factor, args.other->corners)); }
uprobe:./classes:cpp:"math::copy_of" { print((args.original->corners, args.n)); }
uprobe:./classes:cpp:"math::hold" { print((args.second->held.kept, args.last)); }
