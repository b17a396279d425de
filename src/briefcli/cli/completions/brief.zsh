#compdef brief
# Completion of brief for zsh. Nothing that brief prints is evaluated.
_brief() {
    local program=${(Q)words[1]} line value
    local -a offers
    [[ $program == '~/'* ]] && program=$HOME/${program:2}
    for line in ${(f)"$(_BRIEF_COMPLETE=zsh _BRIEF_LINE="${words[1,CURRENT]}" $program 2>/dev/null)"}; do
        value=${line%%$'\t'*}
        offers+=("${value//:/\\:}:${${line#$value}#$'\t'}")
    done
    (( $#offers )) || { _files; return }
    [[ $words[CURRENT] == --*=* ]] && compset -P '*='
    _describe -V value offers
}
if [[ $funcstack[1] == _brief ]]; then _brief "$@"; else compdef _brief brief; fi
