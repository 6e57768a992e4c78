# Ends what is left of a deployment, then removes its folder ($0), once standard input closes.
# Before that it is told, line by line, which process to end by which signal ("QUIT 4711"), and
# which one has ended ("forget 4711"). However the torture ends, kill -9 included, the pipe closes.
watched=
while read -r word pid; do
    if [ "$word" != forget ]; then
        watched="$watched $word:$pid"
        continue
    fi
    others=
    for each in $watched; do
        [ "${each#*:}" = "$pid" ] || others="$others $each"
    done
    watched=$others
done

seconds=0
{
    for each in $watched; do
        kill -s "${each%:*}" "${each#*:}"
        # One that is stopped hears nothing else.
        kill -s CONT "${each#*:}"
    done
    for each in $watched; do
        while [ $seconds -lt 10 ] && kill -s 0 "${each#*:}"; do
            sleep 1
            seconds=$((seconds + 1))
        done
        kill -s KILL "${each#*:}"
    done
} 2>/dev/null
while [ $seconds -lt 20 ] && grep -qs " $0/disk " /proc/mounts; do
    umount -l "$0/disk" || sleep 1
    seconds=$((seconds + 1))
done
rm -rf "$0"
