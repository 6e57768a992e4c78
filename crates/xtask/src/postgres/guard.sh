# Runs Postgres ("$@") for as long as standard input stays open, then removes its folder ($0).
# Standard input is a pipe from xtask: however xtask ends, kill -9 included, the pipe closes.
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(
    cat <&3 >/dev/null
    kill -QUIT "$server"
) &
lifeline=$!
exec 3<&-
wait "$server"
status=$?
kill "$lifeline" 2>/dev/null
rm -rf "$0"
exit "$status"
