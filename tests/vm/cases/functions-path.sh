# Where a file is: across mounts, cut to a size, deeper than there is room or time for, and of a file that has no place.
#@ compile path.mto -e 'mem:mmap /args.file != 0/ { print(path(args.file->f_path)); }'
#@ compile parts.mto -e 'mem:mmap /args.file != 0/ { $p = path(args.file->f_path); printf("%s|%s|%s|%s\n", path(args.file->f_path, 64), path(args.file->f_path, 16), path(args.file->f_path, 9), path(args.file->f_path, 1)); printf("%d\n", strlen($p)); }'
here=$PWD
map() { # map FILE PLAN
	start mappings "$1"
	trace -p "$pid" "$here/$2"
	work
	end_trace
	shown | sed "s,^$here/,HERE/,"
	losses
	finish
}
cd /tmp # another file system
mkdir -p one/two
head -c 65536 /dev/zero >one/two/three
cp one/two/three "$here/data"
map "$here/data" path.mto
map one/two/three path.mto
map one/two/three parts.mto
map /dev/zero path.mto

echo '== long'
name=$(printf '%0250d' 0)
mkdir -p "$name/$name/$name/$name/$name"
cp one/two/three $name/$name/$name/$name/$name/end
map $name/$name/$name/$name/$name/end parts.mto | tail -n 2

echo '== deep'
deep=$(printf 'd/%.0s' $(seq 70))
mkdir -p "$deep"
cp one/two/three "$deep/end"
map "$deep/end" path.mto
rm -r one "$name" d
