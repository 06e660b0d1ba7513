# Two huge pages of a file, and ten small ones.
#@ compile folio-pages.mto -e 'rawtracepoint:mm_filemap_delete_from_page_cache /comm == "rm"/ { @[folio_pages(args.folio)] = count(); }'
mkdir huge small
mount -t tmpfs -o huge=always huge huge
mount -t tmpfs -o huge=never small small
head -c 4194304 /dev/zero >huge/file
head -c 40960 /dev/zero >small/file
trace folio-pages.mto
rm huge/file small/file
end_trace
shown
losses
umount huge small
