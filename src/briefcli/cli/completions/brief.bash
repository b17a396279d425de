# Completion of brief for bash 3.2 and later. Nothing that brief prints is evaluated.
_brief() {
    local program=$1 quote offer
    case $program in
    '~/'*) program=$HOME/${program:2} ;;
    esac
    case ${COMP_WORDS[COMP_CWORD]} in
    \"*) quote='s/"/\\"/g' ;;
    \'*) quote="s/'/'\\\\''/g" ;;
    *) quote='s/[][ "'"'"'(){}<>|&;*?!#~^]/\\&/g' ;;
    esac
    COMPREPLY=()
    while IFS= read -r offer; do
        COMPREPLY[${#COMPREPLY[@]}]=$offer
    done < <(
        _BRIEF_COMPLETE=bash _BRIEF_LINE=${COMP_LINE:0:COMP_POINT} "$program" 2>/dev/null |
            LC_ALL=C sed -e '/^$/d' -e "$quote"
    )
}
complete -o default -F _brief brief
