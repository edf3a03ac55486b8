package dev.agenthub.app.cli.online;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.ProgressLine;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.ExportDownload;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub export}: exports the audit log of a local or remote backend into a file that can be verified offline. */
@Command(name = "export", mixinStandardHelpOptions = true, description = "Export the audit log of the AgentHub that is open on this machine, or of a backend elsewhere.", footer = {
        "", "You sign in with your key on this device; its passphrase is asked for, or taken from AGENTHUB_PASSPHRASE.",
        "The file appears whole or not at all, also after Ctrl-C, and is never written over another one.", "",
        "  agenthub export q3.ahexport --vkey northwind.vkey",
        "  agenthub export q4.ahexport --since northwind.pin --payloads",
        "  agenthub export q4.ahexport --connect https://agenthub.example.com:8443", "",
        "--pin is the fingerprint of the backend's certificate; the pin of an earlier verification is --since.", "",
        "Exit code: 0 written, 2 not."})
final class ExportCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 5;

    private final Terminal terminal;
    private final Passphrase passphrase;

    @Parameters(paramLabel = "FILE", description = "The file to write, NAME.ahexport.")
    private Path target = Path.of("");

    @Option(names = "--since", paramLabel = "PIN", description = "Leave out what this pin covers.")
    private @Nullable Path since;

    @Option(names = "--payloads", description = "Let the payloads that were approved go with it.")
    private boolean payloads;

    @Option(names = "--vkey", paramLabel = "FILE", description = "Write the log's verifier key too.")
    private @Nullable Path vkey;

    @Mixin
    private final MemberSession session = new MemberSession();

    ExportCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public Integer call() {
        if (Files.exists(target)) {
            throw CommandFailure.notDone("FILE_EXISTS", target + " is there already: exports are never written over.");
        }
        ExportRequest request = request();
        session.during(passphrase, opened -> {
            export(opened, request);
            return target;
        });
        return 0;
    }

    private ExportRequest request() {
        if (since == null) {
            return ExportRequest.whole(payloads);
        }
        try {
            Pin pin = PinFile.pin(since, null);
            return new ExportRequest(payloads, pin.checkpoint().size(),
                    Origin.parse(pin.checkpoint().origin()).incarnation());
        } catch (IOException e) {
            throw Input.unreadable(since, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), since + " is no pin: " + Input.sentence(e));
        }
    }

    private void export(Session opened, ExportRequest request) {
        ExportDownload download = opened.client().export(request, target);
        ExportDownload.Done done = unlessInterrupted(download);
        String key = opened.client().auditLog().verifierKey();
        if (vkey != null) {
            Output.write(vkey, key + "\n");
        }
        Output.remark(terminal, done.entries() + (done.entries() == 1 ? " entry" : " entries")
                + (request.since() == null ? "" : " from entry " + request.since() + " on")
                + " in " + done.file() + ". Verify: agenthub verify " + target
                + (since != null ? " --pin " + since : " --key " + (vkey == null ? "VKEY" : vkey)));
    }

    /** Deletes the incomplete file before Ctrl-C ends the process. */
    private ExportDownload.Done unlessInterrupted(ExportDownload download) {
        CountDownLatch tidy = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> {
            download.cancel();
            try {
                tidy.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "cancel-export");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (ProgressLine line = new ProgressLine(terminal, "exporting")) {
            return download.run(progress -> line.report(progress.received(),
                    progress.fraction() <= 0 ? 0 : Math.round(progress.received() / progress.fraction())));
        } finally {
            tidy.countDown();
            forget(onInterrupt);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(ExportCommand.class.getName()).log(System.Logger.Level.DEBUG, "Ended by a signal", e);
        }
    }
}
