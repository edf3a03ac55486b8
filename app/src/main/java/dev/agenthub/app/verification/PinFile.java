package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.StateBeside;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file with an auditor's pin. Tolerates the layout of mails, and is replaced only by a later pin of the same log. */
public final class PinFile {
    private PinFile() {}

    /** Checks that a new pin continues the log of an earlier pin. */
    public interface Continuity {
        /** Returns why the log does not continue {@code earlier}; null where it does. */
        @Nullable
        Finding broken(Pin earlier) throws IOException;
    }

    /**
     * Reads a pin, or a bare checkpoint note signed by the given key, with the state saved beside it, if any.
     *
     * @throws EvidenceException PIN_MALFORMED, STATE_MALFORMED, STATE_OF_OTHER_PIN, or a
     *        code for a note that is no checkpoint signed by its key
     */
    public static KeptPin read(Path file, @Nullable VerifierKey given) throws IOException {
        Path state = KeptPin.stateFile(file);
        if (GivenFile.isOther(state)) {
            throw new IOException(state.getFileName() + " beside it is a pipe or a device");
        }
        return KeptPin.of(pin(file, given), file);
    }

    /** Reads the pin without its state. */
    public static Pin pin(Path file, @Nullable VerifierKey given) throws IOException {
        try (var in = GivenFile.open(file)) {
            byte[] read = in.readNBytes(Pin.MAX_BYTES + 1);
            if (read.length > Pin.MAX_BYTES) {
                throw new EvidenceException(Codes.PIN_MALFORMED, "This file is not a pin.");
            }
            String text = new String(read, StandardCharsets.UTF_8);
            return given == null || PastedText.isPin(text)
                    ? Pin.parse(PastedText.pin(text))
                    : new Pin(PastedText.note(text), given);
        }
    }

    /**
     * Writes a pin, replacing an earlier one of its log. Of several concurrent writes, in this or other processes, the latest pin stays.
     *
     * @return whether a state is now saved beside the pin, and why not
     * @throws CodedException PIN_NEWER, PIN_OF_OTHER_LOG, PIN_FORKED where the log does not
     *        continue the pin in the file, or FRONTIER_INVALID where they can't be compared
     * @throws EvidenceException where the file holds no pin; it is not replaced
     */
    public static StateBeside keep(Path file, KeptPin fresh, Continuity continuity) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        return LockFile.alone(lock, () -> {
            if (Files.exists(file)) {
                Pin kept = pin(file, null);
                requireLater(file, kept, fresh.pin(), continuity);
                if (fresh.state() == null && kept.checkpoint().equals(fresh.pin().checkpoint())) {
                    return Files.exists(KeptPin.stateFile(file)) ? StateBeside.SAVED : StateBeside.JUDGED_IN_PART;
                }
            }
            return fresh.write(file);
        });
    }

    private static void requireLater(Path file, Pin kept, Pin fresh, Continuity continuity) throws IOException {
        long size = kept.checkpoint().size();
        if (!kept.key().equals(fresh.key())) {
            throw new CodedException(Codes.PIN_OF_OTHER_LOG,
                    "The pin in " + file + " is of another log, " + kept.key().name()
                            + ", or of another key, and stays.");
        }
        if (size > fresh.checkpoint().size()) {
            throw new CodedException(Codes.PIN_NEWER,
                    "The pin in " + file + " is newer, of " + size + " entries against "
                            + fresh.checkpoint().size() + ", and stays.");
        }
        Finding broken = continuity.broken(kept);
        if (broken != null) {
            throw new CodedException(broken.code(), "The pin in " + file + " stays. " + broken.message());
        }
    }
}
