package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code agenthub} command. Exit codes: 0 fine, 1 rejected, 2 could not be done, with one line on standard error. */
@Command(name = "agenthub", mixinStandardHelpOptions = true, version = "agenthub 0.1.0", description = "People approve the exact bytes an agent wants to run, and nothing else runs.")
public final class Main implements Runnable {
    private static final int COULD_NOT = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("agenthub: " + sentence(exception));
            return COULD_NOT;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub desktop");
    }

    private static String sentence(Exception exception) {
        return exception instanceof CodedException coded
                ? coded.sentence() + " [" + coded.code() + "]"
                : exception + " [UNEXPECTED]";
    }
}
