package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.hash.PayloadHash;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code agenthub hash}: prints an action's payload hash, as the approver's screen shows it. */
@Command(name = "hash", mixinStandardHelpOptions = true, description = "Print the payload hash of an action: SHA-256 over \"agenthub/action/v1\\n\" and its canonical bytes.", footer = "%n"
        + Input.PIPES + "%n%nExit code: 0 printed, 1 the input is not acceptable JSON, 2 it could not be read.")
final class HashCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-", description = "The payload to read, in any spelling of its JSON; - is standard input, and the default.")
    private Path file = Path.of("-");

    HashCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] input = Input.json(file, terminal);
        try {
            Output.print(terminal, PayloadHash.of(CanonicalJson.lossless(input)).hex() + "\n");
        } catch (EvidenceException e) {
            throw Input.rejected(e);
        }
        return 0;
    }
}
