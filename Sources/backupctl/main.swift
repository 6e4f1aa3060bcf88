import Glibc

exit(Operator.run(CommandLine.arguments))
