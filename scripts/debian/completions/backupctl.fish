# fish completion of backupctl(8). It asks the program for its commands and options, so the two cannot differ.
function __backupctl_words
    set -l command
    set -l words (commandline -opc)
    for word in $words[2..]
        if string match -qr '^[a-z]' -- $word
            set command $word
            break
        end
    end
    if string match -q -- '-*' (commandline -ct)
        backupctl $command --help 2>/dev/null | string match -rg '^  (--[a-z-]+)'
    else if test -z "$command"
        backupctl --help 2>/dev/null | string match -rg '^  ([a-z]+)'
    end
end
complete -c backupctl -f
complete -c backupctl -f -a '(__backupctl_words)'
complete -c backupctl -l env-file -r -F
complete -c backupctl -n '__fish_seen_subcommand_from extract' -l output -r -F
complete -c backupctl -n '__fish_seen_subcommand_from doctor' -l nginx -r -F
