package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.verification.KnownKeys;
import dev.agenthub.app.verification.KnownKeys.Known;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.app.verification.Trust;
import dev.agenthub.app.verification.TrustText;
import dev.agenthub.app.verification.VerifierKeys;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.KeptPin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the trusted key: a verifier key, a pin, or by default the key recorded on this machine. */
final class TrustOptions {
    @Option(names = "--key", paramLabel = "VKEY", description = "The log's verifier key, or a file that holds it.")
    private @Nullable String key;

    @Option(names = "--pin", paramLabel = "FILE", description = "The pin that you kept: the log must contain it. Its FILE.state is used too, where there is one.")
    private @Nullable Path pin;

    /** Cached, because a pipe can be read only once. */
    private @Nullable VerifierKey read;

    /** The key given by option; null for none. */
    @Nullable
    VerifierKey key(Terminal terminal) {
        if (key == null) {
            return null;
        }
        if (read == null) {
            read = read(key, terminal);
        }
        return read;
    }

    private static VerifierKey read(String key, Terminal terminal) {
        try {
            return VerifierKeys.isText(key)
                    ? VerifierKeys.text(key)
                    : Input.awaited(Path.of(key), terminal, () -> VerifierKeys.read(Path.of(key)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw CommandFailure.notDone(Codes.KEY_MALFORMED, key + " is neither a key nor a file.");
        } catch (IOException e) {
            throw Input.unreadable(Path.of(key), e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), key + " is no verifier key: " + Input.sentence(e));
        }
    }

    /** The pin given by option, with its saved state; null for none. */
    @Nullable
    KeptPin pin(Terminal terminal) {
        if (pin == null) {
            return null;
        }
        Path file = pin;
        VerifierKey given = key(terminal);
        try {
            return Input.awaited(file, terminal, () -> PinFile.read(file, given));
        } catch (IOException e) {
            throw Input.unreadable(pin, e);
        } catch (EvidenceException e) {
            throw CommandFailure.notDone(e.code(), e.code().startsWith("STATE_")
                    ? KeptPin.stateFile(pin) + " can’t be used: " + Input.sentence(e)
                            + " Take it away to judge the controls in part."
                    : pin + " is no pin: " + Input.sentence(e));
        }
    }

    /** Adds the recorded key to the report where it differs from the key used. */
    static String withRecord(String report, Trust trust, boolean json) {
        Known known = trust.recorded();
        if (known == null || !trust.contradictsRecord()) {
            return report;
        }
        if (!json) {
            return report + "\nCAREFUL: another key was recorded for this log before: " + known.key() + "\n";
        }
        JsonObject.Builder all = JsonObject.builder();
        ((JsonObject) JsonValue.parse(report.getBytes(StandardCharsets.UTF_8))).members().forEach(all::put);
        return new String(all.put("recordedKey", known.key().toString()).build().canonicalBytes(),
                StandardCharsets.UTF_8);
    }

    /** Prints remarks about the key to the error stream. */
    static void remark(Terminal terminal, Trust trust, boolean recordedNow, KnownKeys recorded) {
        if (trust.contradictsRecord()) {
            Output.remark(terminal, TrustText.contradicts() + " The record stays in " + recorded.folder() + ".");
        } else if (trust.source() == Trust.Source.KNOWN) {
            Output.remark(terminal, "Signed by the key that was recorded on this machine; give --key or --pin to be "
                    + "independent of it.");
        } else if (recordedNow) {
            Output.remark(terminal,
                    "The key of " + trust.key().name() + " is now recorded in " + recorded.folder() + ".");
        }
    }
}
