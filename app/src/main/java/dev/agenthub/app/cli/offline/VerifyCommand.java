package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.ProgressLine;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.verification.CheckedExport;
import dev.agenthub.app.verification.CheckedProof;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.KnownKeys;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.app.verification.ProofFile;
import dev.agenthub.app.verification.ReportPage;
import dev.agenthub.app.verification.TrustText;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.StateBeside;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code agenthub verify}: verifies offline that an export is intact, complete up to a
 * pin, and complies with its own rules; or that a proof holds.
 */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Verify an export offline: chain, tree, signature, pin, and every run's approval; or the proof of one entry.", footer = {
        "", "The key is trusted in this order: --key, the pin's, the one recorded on this machine when an earlier",
        "export of the same log was verified. Without any of them nothing can be decided.", "",
        "A new pin is saved with what the verifier remembers at that size, in FILE.state beside it. With both, an",
        "export of only what came after the pin is judged as if it were the whole log.", "", Input.PIPES,
        "The export or proof itself must be a file.", "",
        "  agenthub verify q3.ahexport --key northwind.vkey --save-pin northwind.pin",
        "  agenthub verify q4.ahexport --pin northwind.pin --save-pin northwind.pin",
        "  agenthub verify 734402.tlog-proof --key northwind.vkey", "",
        "Exit code: 0 verified, 1 rejected, 2 could not be checked."})
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final KnownKeys recorded;

    @Parameters(paramLabel = "FILE", description = "The export, NAME.ahexport, or a proof, NAME.tlog-proof.")
    private Path file = Path.of("");

    @Mixin
    private TrustOptions trusted = new TrustOptions();

    @Option(names = "--save-pin", paramLabel = "FILE", description = "Keep a new pin, and FILE.state beside it, when the export is verified.")
    private @Nullable Path savePin;

    @Option(names = "--tsa", paramLabel = "PEM", description = "Certificates of the timestamping authorities that you trust.")
    private @Nullable Path tsa;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(names = "--report", paramLabel = "HTML", description = "Write the report as a page that prints well.")
    private @Nullable Path page;

    VerifyCommand(Terminal terminal, KnownKeys recorded) {
        this.terminal = terminal;
        this.recorded = recorded;
    }

    @Override
    public Integer call() {
        Input.requireFile(file);
        try {
            Path pem = tsa;
            var verification = new FileVerifier(recorded, InstantSource.system(),
                    pem == null ? null : Input.awaited(pem, terminal, () -> AuthorityFile.read(pem)));
            return ProofFile.isIn(file) ? proof(verification) : export(verification);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        }
    }

    private int proof(FileVerifier verification) throws IOException {
        if (page != null || savePin != null) {
            throw CommandFailure.notDone("NOT_FOR_PROOFS",
                    file + " is the proof of one entry: there is no page to write of it, and no pin to save.");
        }
        KeptPin kept = trusted.pin(terminal);
        CheckedProof checked = verification.verifyProof(file, trusted.key(terminal), kept == null ? null : kept.pin());
        Output.print(terminal, TrustOptions.withRecord(json ? checked.report().toJson() : checked.report().toText(),
                checked.trust(), json) + (json ? "\n" : ""));
        TrustOptions.remark(terminal, checked.trust(), checked.keyRecorded(), recorded);
        return checked.report().isVerified() ? 0 : CommandFailure.REJECTED;
    }

    private int export(FileVerifier verification) throws IOException {
        CheckedExport checked;
        try (ProgressLine progress = new ProgressLine(terminal, "verifying")) {
            checked = verification.verify(file, trusted.key(terminal), trusted.pin(terminal), progress, () -> false);
        }
        Report report = checked.report();
        Output.print(terminal, TrustOptions.withRecord(json ? report.toJson() : report.toText(), checked.trust(), json)
                + (json ? "\n" : ""));
        TrustOptions.remark(terminal, checked.trust(), checked.keyRecorded(), recorded);
        if (report.parts().controls() == PartState.PARTIAL && checked.pin() != null) {
            Output.remark(terminal, TrustText.stateless());
        }
        if (page != null) {
            Output.write(page, ReportPage.html(checked));
        }
        if (savePin != null) {
            save(verification, checked, savePin);
        }
        return report.isVerified() ? 0 : CommandFailure.REJECTED;
    }

    private void save(FileVerifier verification, CheckedExport checked, Path target) {
        KeptPin fresh = checked.newPin();
        if (fresh == null) {
            Output.remark(terminal, "No pin was saved: the export was rejected.");
            return;
        }
        try {
            StateBeside state = PinFile.keep(target, fresh, earlier -> verification.contradiction(checked, earlier));
            Output.remark(terminal, TrustText.pinSaved(target, target.toString(), state));
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), target + " is there, is no pin, and stays: " + Input.sentence(e));
        }
    }
}
