# Runs a command in a process group of its own, and ends the whole group when standard input ends: that is a pipe from the node,
# which ends with the node, however that ends. Plain POSIX, run by sh -c.
# Arguments: "setsid" where there is such a command, else nothing; the file for the process id of the command; the seconds it gets
# to end when asked; the command.
setsid=$1
record=$2
grace=$3
shift 3

# Signals from a terminal go to the node, which then closes the pipe. Not ignored: the command would inherit that.
trap : HUP INT TERM

# Job control makes a group of each background job, but some shells have it only with a terminal.
[ -n "$setsid" ] || set -m
exec 3<&0
$setsid "$@" 3<&- </dev/null &
command=$!
echo "$command" >"$record"
exec 2>/dev/null # what some shells tell of their jobs

(
  while read -r line; do :; done
  kill -s TERM -- "-$command" || kill -s TERM "$command"
  while [ "$grace" -gt 0 ] && kill -s 0 -- "-$command"; do
    sleep 1
    grace=$((grace - 1))
  done
  kill -s KILL -- "-$command"
) <&3 >/dev/null &
guard=$!
exec 3<&- </dev/null

wait "$command"
status=$?
while [ "$status" -gt 128 ] && kill -s 0 "$command"; do
  wait "$command"
  status=$?
done

# What the command started ends with it.
kill -s KILL "$guard"
kill -s KILL -- "-$command"
rm -f "$record"
exit "$status"
