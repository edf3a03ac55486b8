package dev.agenthub.app.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;

/**
 * The three streams a command talks through, and whether a person is watching the last.
 *
 * @param in what {@code -} reads
 * @param out results, and nothing else
 * @param err failures, progress and remarks
 * @param interactive true when a person sees {@code err} as it is written; progress is drawn only then
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        Console console = System.console();
        return new Terminal(System.in, System.out, System.err, Objects.requireNonNull(console).isTerminal());
    }
}
