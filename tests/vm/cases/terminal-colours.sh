# How maps look on a terminal: with colours, unless these are not wanted, and no wider than its window; as bytes anywhere else.
#@ compile colours.mto terminal-colours.mt
#@ compile series.mto -e 'BEGIN { @series = tseries(7, 100s, 3); print(@series); clear(@series); exit(); }'
export TERM=linux
echo end >script
shown_on() { # shown_on COLUMNS SETTING... COMMAND...
	columns=$1
	shift
	interminal 40 "$columns" script env "$@" | sed '1d; /Attached/d; s/^|//'
}

echo '== in colour'
shown_on 80 memtap colours.mto
echo '== in a narrow window'
shown_on 60 memtap colours.mto | sed -n '/@sizes/,/\[4/p'
echo '== in a very narrow window'
shown_on 30 memtap colours.mto | sed -n '/@sizes/,$p'
echo '== a series'
shown_on 60 memtap series.mto | sed 's/[0-9:]\{8\}/hh:mm:ss/'

echo '== without colour'
memtap colours.mto 2>messages | sed '$d' >bytes # without the empty line at the end, which is not to be seen
for setting in NO_COLOR=1 TERM=dumb TERM=; do
	shown_on 80 $setting memtap colours.mto | cmp - bytes && echo $setting
done
cat bytes
