package dev.agenthub.app.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
        boolean watched = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Terminal(System.in, stream(FileDescriptor.out, System.out.charset()),
                stream(FileDescriptor.err, System.err.charset()), watched);
    }

    /** A system that claims to know ASCII only has not been asked; its files and terminals take UTF-8. */
    private static PrintStream stream(FileDescriptor to, Charset claimed) {
        Charset used = StandardCharsets.US_ASCII.equals(claimed) ? StandardCharsets.UTF_8 : claimed;
        return new PrintStream(new FileOutputStream(to), true, used);
    }
}
