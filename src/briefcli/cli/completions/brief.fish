# Completion of brief for fish, with one start of the program for each Tab.
function __brief_offers
    set -lx _BRIEF_COMPLETE fish
    set -lx _BRIEF_LINE (commandline -cp)
    set -l program (string replace -r '^~' ~ -- (commandline -opc)[1])
    set -l offers (command $program 2>/dev/null | string match -r '.+')
    if set -q offers[1]
        set -l before (string match -r '^--[^=]*=' -- (commandline -ct); or echo)
        printf '%s\n' $before$offers
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command brief --no-files --arguments '(__brief_offers)'
