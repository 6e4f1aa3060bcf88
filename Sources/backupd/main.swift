import Deployment
import Glibc

exit(Daemon.run(CommandLine.arguments))
