#compdef backupctl
# zsh completion of backupctl(8). It asks the program for its commands and options, so the two cannot differ.
local command word
local -a found
if [[ ${words[CURRENT-1]} == (--env-file|--output|--nginx) ]]; then
    _files
    return
fi
for word in ${words[2,CURRENT-1]}; do
    if [[ $word == [a-z]* ]]; then
        command=$word
        break
    fi
done
if [[ ${words[CURRENT]} == -* ]]; then
    found=(${(f)"$(${words[1]} $command --help 2>/dev/null | awk '/^  --/ { print $1 }')"})
elif [[ -z $command ]]; then
    found=(${(f)"$(${words[1]} --help 2>/dev/null | awk '/^  [a-z]/ { print $1 }')"})
fi
compadd -a found
