package dev.agenthub.app.cli;

import dev.agenthub.app.verification.Checked;
import dev.agenthub.app.verification.KnownKeys;
import dev.agenthub.app.verification.ReportPage;
import dev.agenthub.app.verification.Trust;
import dev.agenthub.app.verification.Verification;
import dev.agenthub.app.verification.VerifierKeys;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub verify}: decides offline whether an export is intact, complete up to a pin, and kept its own rules. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Verify an export offline: chain, tree, signature, pin, and every run's approval.", footer = {
        "", "The key is trusted in this order: --key, the pin's, the one recorded on this machine when an earlier",
        "export of the same log was verified. Without any of them nothing can be decided.", "",
        "Exit code: 0 verified, 1 rejected, 2 could not be checked."})
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final KnownKeys recorded;

    @Parameters(paramLabel = "FILE", description = "The export, NAME.ahexport.")
    private Path file = Path.of("");

    @Option(names = "--key", paramLabel = "VKEY", description = "The log's verifier key, or a file that holds it.")
    private @Nullable String key;

    @Option(names = "--pin", paramLabel = "FILE", description = "The pin that you kept: the log must contain it.")
    private @Nullable Path pin;

    @Option(names = "--save-pin", paramLabel = "FILE", description = "Keep a new pin when the export is verified.")
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
    public Integer call() throws IOException {
        VerifierKey given = key == null ? null : readKey(key);
        Pin kept = pin == null ? null : readPin(pin);
        Checked checked = verify(given, kept);
        print(checked);
        remark(checked);
        if (page != null) {
            write(page, ReportPage.html(checked));
        }
        if (savePin != null) {
            save(checked, savePin);
        }
        return checked.report().isVerified() ? 0 : CommandFailure.REJECTED;
    }

    private static VerifierKey readKey(String keyOrFile) {
        try {
            return VerifierKeys.textOrFile(keyOrFile);
        } catch (IOException e) {
            throw Input.unreadable(Path.of(keyOrFile), e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), keyOrFile + " is no verifier key: " + Input.sentence(e));
        }
    }

    private static Pin readPin(Path file) {
        try {
            return Pin.read(file);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), file + " is no pin: " + Input.sentence(e));
        }
    }

    private Checked verify(@Nullable VerifierKey given, @Nullable Pin kept) {
        var progress = new ProgressLine(terminal);
        try {
            return new Verification(recorded, InstantSource.system(), tsa == null ? null : AuthorityFile.read(tsa))
                    .verify(file, given, kept, progress, () -> false);
        } catch (IOException e) {
            throw Input.unreadable(file, e);
        } finally {
            progress.clear();
        }
    }

    private void print(Checked checked) {
        String text = json ? checked.report().toJson() + "\n" : checked.report().toText();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        terminal.out().write(bytes, 0, bytes.length);
        terminal.out().flush();
    }

    /** What the reader should know about the key, said beside the result so that a pipe is not disturbed. */
    private void remark(Checked checked) {
        Trust trust = checked.trust();
        if (trust.contradictsRecord()) {
            say("This is not the key that was recorded for the log before. Ask its owner why, by another way; the record stays in "
                    + recorded.folder() + ".");
        } else if (trust.source() == Trust.Source.KNOWN) {
            say("Signed by the key that was recorded on this machine; give --key or --pin to be independent of it.");
        } else if (checked.keyRecorded()) {
            say("The key of " + trust.key().name() + " is now recorded in " + recorded.folder() + ".");
        }
    }

    private void save(Checked checked, Path target) {
        Pin fresh = checked.newPin();
        if (fresh == null) {
            say("No pin was saved: the export was rejected.");
            return;
        }
        try {
            fresh.write(target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        say("Pin saved as " + target + ". Keep it where the log’s owner can’t reach it.");
    }

    private static void write(Path target, String text) {
        try {
            Files.writeString(target, text);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static CommandFailure unwritable(Path target, IOException cause) {
        return CommandFailure.notDone("FILE_UNWRITABLE", target + " can’t be written: " + cause.getMessage() + ".");
    }

    private void say(String sentence) {
        terminal.err().println("agenthub: " + sentence);
        terminal.err().flush();
    }
}
