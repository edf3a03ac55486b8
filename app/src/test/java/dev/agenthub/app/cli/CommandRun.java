package dev.agenthub.app.cli;

import dev.agenthub.app.launcher.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the {@code agenthub} command in this process: exit code and output. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs with this process's environment and nothing to read. */
    public static CommandRun of(String... arguments) {
        return withInput("", arguments);
    }

    /** As above; the command reads this from the standard input. */
    public static CommandRun withInput(String input, String... arguments) {
        return withInput(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    /** As above; the command reads this from the standard input. */
    public static CommandRun withInput(byte[] input, String... arguments) {
        return of(System.getenv(), Questions.ofProcess(), input, arguments);
    }

    /** Runs with these environment variables. */
    public static CommandRun withEnvironment(Map<String, String> environment, String... arguments) {
        return of(environment, Questions.ofProcess(), new byte[0], arguments);
    }

    /** As above, with a person who answers at the terminal. */
    public static CommandRun answeredBy(Questions person, Map<String, String> environment, String... arguments) {
        return of(environment, person, new byte[0], arguments);
    }

    /** As above, on an interactive terminal. */
    static CommandRun atATerminal(Map<String, String> environment, String... arguments) {
        return of(true, environment, Questions.ofProcess(), new byte[0], arguments);
    }

    private static CommandRun of(Map<String, String> environment, Questions questions, byte[] input,
            String... arguments) {
        return of(false, environment, questions, input, arguments);
    }

    /** As above; {@code err} receives the error stream while the command runs. */
    public static CommandRun heardBy(ByteArrayOutputStream err, Map<String, String> environment,
            List<String> arguments) {
        return of(false, environment, Questions.ofProcess(), new byte[0], err, arguments.toArray(String[]::new));
    }

    private static CommandRun of(boolean interactive, Map<String, String> environment, Questions questions,
            byte[] input, String... arguments) {
        return of(interactive, environment, questions, input, new ByteArrayOutputStream(), arguments);
    }

    private static CommandRun of(boolean interactive, Map<String, String> environment, Questions questions,
            byte[] input, ByteArrayOutputStream err, String... arguments) {
        var out = new ByteArrayOutputStream();
        var terminal = new Terminal(new ByteArrayInputStream(input), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), interactive);
        int exitCode = Main.run(terminal, environment, new QuickPassphrase(environment, questions), questions,
                arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
