package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.ProgressLine;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.proof.EntryProver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub prove}: extracts the proof of one entry from an export, for readers who may not see the rest. */
@Command(name = "prove", mixinStandardHelpOptions = true, description = "Take the proof of one entry out of an export. It verifies alone.", footer = {
        "", "The proof is a C2SP tlog-proof: the entry's exact bytes, its way up the tree, and the signed checkpoint.",
        "It says that this entry stands in the log at this place, and nothing about any other.", "",
        "  agenthub prove q4.ahexport 734402 --out 734402.tlog-proof",
        "  agenthub verify 734402.tlog-proof --key northwind.vkey", "",
        "Exit code: 0 written, 1 the export gives no proof that holds, 2 it could not be made."})
final class ProveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "The export, NAME.ahexport.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "SEQ", description = "The entry's sequence number, counted from 0.")
    private long seq;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it, by custom NAME.tlog-proof; without this to standard output.")
    private @Nullable Path out;

    ProveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        EntryProof proof = prove();
        if (out == null) {
            Output.print(terminal, proof.text());
        } else {
            Output.write(out, proof.text());
            Output.remark(terminal, "The proof of entry " + seq + " stands in " + out + ".");
        }
        return 0;
    }

    private EntryProof prove() {
        Input.requireFile(file);
        try (ProgressLine progress = new ProgressLine(terminal, "proving")) {
            return EntryProver.prove(file, seq, progress);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } catch (EvidenceException e) {
            throw e.code().equals(Codes.SEQ_OUT_OF_RANGE)
                    ? CommandFailure.notDone(e.code(), Input.sentence(e))
                    : Input.rejected(e);
        }
    }
}
