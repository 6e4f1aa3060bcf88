import Deployment
import Glibc

exit(Operator.run(CommandLine.arguments))
