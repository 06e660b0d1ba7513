// Each file is read once, and comes behind those that it imports.
import "imported/one.mt";
import "imported/two.mt"
import "./imported/../imported/one.mt";
BEGIN { print(of_one(3)); exit(); }
