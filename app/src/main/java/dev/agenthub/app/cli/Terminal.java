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
 * A command's standard streams, and whether a person watches the error stream.
 *
 * @param in standard input, which an argument of {@code -} reads
 * @param out standard output, for results only
 * @param err standard error, for failures, progress and remarks
 * @param interactive whether {@code err} is shown to a person, which is required for drawing progress
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        boolean watched = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Terminal(System.in, stream(FileDescriptor.out, System.out.charset()),
                stream(FileDescriptor.err, System.err.charset()), watched);
    }

    /** Uses UTF-8 where the system reports ASCII, which only means that no locale is set. */
    private static PrintStream stream(FileDescriptor to, Charset claimed) {
        Charset used = StandardCharsets.US_ASCII.equals(claimed) ? StandardCharsets.UTF_8 : claimed;
        return new PrintStream(new FileOutputStream(to), true, used);
    }
}
