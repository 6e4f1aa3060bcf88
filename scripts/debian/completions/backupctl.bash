# bash completion of backupctl(8). It asks the program for its commands and options, so the two cannot differ.
_backupctl() {
    local current=${COMP_WORDS[COMP_CWORD]} word command='' taking='' help words=''
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [ -n "$taking" ]; then
            taking=''
        elif [[ $word == -* ]]; then
            help=$("${COMP_WORDS[0]}" ${command:+"$command"} --help 2>/dev/null)
            taking=$(awk -v word="$word" '$1 == word && /^  --/ && $2 ~ /^[A-Z]+$/ { print $2 }' <<<"$help")
        elif [ -z "$command" ]; then
            command=$word
        fi
    done
    if [ "$taking" = FILE ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
        return
    fi
    [ -z "$taking" ] || return
    help=$("${COMP_WORDS[0]}" ${command:+"$command"} --help 2>/dev/null)
    if [[ $current == -* ]]; then
        words=$(awk '/^  --/ { print $1 }' <<<"$help")
    elif [ -z "$command" ]; then
        words=$(awk '/^  [a-z]/ { print $1 }' <<<"$help")
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _backupctl backupctl
