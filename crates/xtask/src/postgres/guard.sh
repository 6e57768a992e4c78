# Runs Postgres ("$@") for as long as standard input stays open, then removes its folder ($0).
# Standard input is a pipe from xtask: however xtask ends, kill -9 included, the pipe closes.
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(
    cat <&3 >/dev/null
    # A server that has only just begun ignores QUIT, as the shell's background commands do, and
    # dies of TERM. Later TERM asks it to wait for its clients, and QUIT to stop at once.
    kill -TERM "$server"
    while kill -QUIT "$server"; do
        sleep 1
    done
) 2>/dev/null &
lifeline=$!
exec 3<&-
wait "$server"
status=$?
kill "$lifeline" 2>/dev/null
rm -rf "$0"
exit "$status"
