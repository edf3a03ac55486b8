package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.ProgressLine;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.reconciliation.Effect;
import dev.agenthub.app.reconciliation.ExportedRuns;
import dev.agenthub.app.reconciliation.ProviderLog;
import dev.agenthub.app.reconciliation.ProviderRuns;
import dev.agenthub.app.reconciliation.Reconciliation;
import dev.agenthub.app.reconciliation.ReconciliationText;
import dev.agenthub.app.reconciliation.UnreadableLogException;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.verification.CheckedExport;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.KnownKeys;
import dev.agenthub.evidence.EvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub reconcile}: compares an export's runs with a provider's own log, offline. */
@Command(name = "reconcile", mixinStandardHelpOptions = true, description = "Compare an export with a provider's own log: every effect with its run, every run with its effect.", footer = {
        "",
        "The export is verified first; one that is rejected is not compared. The provider's log is JSON: a list, a list",
        "in an object, or an object a line. A file of your own has \"id\", \"time\" (ISO 8601, or seconds since 1970), and",
        "where there are \"action\" and \"idempotencyKey\", which is the request's id for every call of AgentHub.",
        "A log that keeps no such keys is joined by the time alone, and only where one run could have made an effect and",
        "no other effect happened in its time.",
        "", Input.PIPES, "The export itself must be a file.", "",
        "  agenthub reconcile q4.ahexport events.json --as stripe --pin northwind.pin",
        "  agenthub reconcile q4.ahexport audit.jsonl --as github --key northwind.vkey", "",
        "Exit code: 0 they agree, 1 they do not or the export is rejected, 2 they could not be compared."})
final class ReconcileCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final KnownKeys recorded;

    @Parameters(index = "0", paramLabel = "EXPORT", description = "The export, NAME.ahexport; best with payloads.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "LOG", description = "The provider's log.")
    private Path log = Path.of("");

    @Option(names = "--as", required = true, paramLabel = "FORM", description = "stripe, github, slack or file.")
    private String form = "";

    @Option(names = "--host", paramLabel = "HOST", description = "Only runs that called this host; the provider's own where it has one.")
    private @Nullable String host;

    @Option(names = "--tolerance", paramLabel = "SECONDS", defaultValue = "60", description = "How far the two clocks may be apart; 60 by default.")
    private int tolerance;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Mixin
    private TrustOptions trusted = new TrustOptions();

    ReconcileCommand(Terminal terminal, KnownKeys recorded) {
        this.terminal = terminal;
        this.recorded = recorded;
    }

    @Override
    public Integer call() {
        ProviderLog.Form known = form();
        if (tolerance < 0 || tolerance > 3_600) {
            throw CommandFailure.notDone("USAGE", "The tolerance is 0 to 3600 seconds.");
        }
        List<Effect> effects = effects(known);
        requireVerified();
        ExportedRuns.Told told = told(known);
        Reconciliation joined = Reconciliation.of(told, effects, Duration.ofSeconds(tolerance));
        Output.print(terminal, json
                ? ReconciliationText.json(joined) + "\n"
                : HiddenCharacters.markedLines(ReconciliationText.text(joined)));
        return joined.agrees() ? 0 : CommandFailure.REJECTED;
    }

    private ProviderLog.Form form() {
        for (ProviderLog.Form known : ProviderLog.Form.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(form)) {
                return known;
            }
        }
        throw CommandFailure.notDone("USAGE", "--as is stripe, github, slack or file.");
    }

    private List<Effect> effects(ProviderLog.Form known) {
        try {
            return Input.awaited(log, terminal, () -> {
                try (InputStream in = GivenFile.open(log)) {
                    return ProviderLog.read(in, known);
                }
            });
        } catch (UnreadableLogException e) {
            throw CommandFailure.notDone("LOG_UNREADABLE", log + ": " + e.getMessage());
        } catch (IOException e) {
            throw Input.unreadable(log, e);
        }
    }

    private void requireVerified() {
        Input.requireFile(file);
        CheckedExport checked;
        try (ProgressLine progress = new ProgressLine(terminal, "verifying")) {
            checked = new FileVerifier(recorded, InstantSource.system()).verify(file, trusted.key(terminal),
                    trusted.pin(terminal),
                    progress, () -> false);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        }
        TrustOptions.remark(terminal, checked.trust(), checked.keyRecorded(), recorded);
        if (!checked.report().isVerified()) {
            throw CommandFailure.rejected("EXPORT_REJECTED", file
                    + " is rejected, so nothing was compared. `agenthub verify` says why.");
        }
    }

    private ExportedRuns.Told told(ProviderLog.Form known) {
        ExportedRuns.Told told;
        try {
            told = ExportedRuns.read(file);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } catch (EvidenceException e) {
            throw Input.rejected(e);
        }
        ProviderRuns chosen = ProviderRuns.of(told, known, host);
        if (chosen.remark() != null) {
            Output.remark(terminal, chosen.remark());
        }
        return chosen.told();
    }
}
