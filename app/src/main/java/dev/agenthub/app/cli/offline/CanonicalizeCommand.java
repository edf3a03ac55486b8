package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub canonicalize}: writes the canonical bytes of a JSON value to standard output, and nothing after them. */
@Command(name = "canonicalize", mixinStandardHelpOptions = true, description = "Write the canonical bytes (RFC 8785) of a JSON value to standard output.", footer = "%n"
        + Input.PIPES + "%n%nExit code: 0 written, 1 the input is not acceptable JSON, 2 it could not be read.")
final class CanonicalizeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--rfc8785", description = "Round numbers to IEEE doubles as the RFC says. Without it a number that would change is refused.")
    private boolean rounding;

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-", description = "The file to read; - is standard input, and the default.")
    private Path file = Path.of("-");

    CanonicalizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] input = Input.json(file, terminal);
        byte[] canonical = canonical(input);
        Output.print(terminal, canonical);
        return 0;
    }

    private byte[] canonical(byte[] input) {
        try {
            return rounding ? CanonicalJson.rfc8785(input) : CanonicalJson.lossless(input);
        } catch (EvidenceException e) {
            throw Input.rejected(e);
        }
    }
}
