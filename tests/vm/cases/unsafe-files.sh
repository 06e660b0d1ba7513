# A program that may change things has to be root's or the caller's, and so have its imports and its plan.
#@ compile plan.mto --unsafe -e 'BEGIN { system("echo ran the plan"); exit(); }'
run() { memtap -q "$@" 2>&1 | sed '/^$/d'; }
echo 'BEGIN { system("echo ran"); exit(); }' >script.mt
echo 'macro tell() { system("echo ran the import") }' >tell.mt
echo 'import "link.mt"; BEGIN { tell(); exit(); }' >importing.mt
echo 'BEGIN { printf("harmless\n"); exit(); }' >harmless.mt
ln -s tell.mt link.mt
chmod 755 .
chmod 644 ./*.mt ./*.mto

echo '== root'
run --unsafe script.mt
run --unsafe importing.mt
run --unsafe plan.mto
echo '== another user'
chown nobody script.mt tell.mt plan.mto harmless.mt
run --unsafe script.mt
run --unsafe importing.mt
run --unsafe plan.mto
run harmless.mt
echo '== who called sudo'
SUDO_UID=65534 run --unsafe script.mt
SUDO_UID=65533 run --unsafe script.mt
echo '== a group'
chown root:65534 script.mt
chown root:65534 plan.mto
chmod 664 script.mt plan.mto
run --unsafe script.mt
run --unsafe plan.mto
SUDO_GID=65534 run --unsafe script.mt
chown root:0 script.mt
run --unsafe script.mt
echo '== everybody'
chmod 666 script.mt
run --unsafe script.mt
