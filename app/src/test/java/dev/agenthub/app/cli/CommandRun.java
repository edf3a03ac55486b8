package dev.agenthub.app.cli;

import dev.agenthub.app.launcher.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the {@code agenthub} command inside this process, and what came out of it. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(String... arguments) {
        return withInput("", arguments);
    }

    public static CommandRun withInput(String input, String... arguments) {
        return withInput(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    public static CommandRun withInput(byte[] input, String... arguments) {
        return of(System.getenv(), Questions.ofProcess(), input, arguments);
    }

    /** As in a process with these variables. */
    public static CommandRun withEnvironment(Map<String, String> environment, String... arguments) {
        return of(environment, Questions.ofProcess(), new byte[0], arguments);
    }

    /** The same with somebody at the terminal. */
    public static CommandRun answeredBy(Questions person, Map<String, String> environment, String... arguments) {
        return of(environment, person, new byte[0], arguments);
    }

    /** The same with the output on a screen. */
    static CommandRun atATerminal(Map<String, String> environment, String... arguments) {
        return of(true, environment, Questions.ofProcess(), new byte[0], arguments);
    }

    private static CommandRun of(Map<String, String> environment, Questions questions, byte[] input,
            String... arguments) {
        return of(false, environment, questions, input, arguments);
    }

    /** The same with somebody who hears on the error stream what it says while it runs. */
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
        int exitCode = Main.run(terminal, environment, new QuickPassphrase(environment), questions,
                arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
