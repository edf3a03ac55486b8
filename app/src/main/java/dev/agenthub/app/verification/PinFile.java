package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The pin that an auditor keeps in a file: read as people mail it, and replaced only by a later one of the same log. */
public final class PinFile {
    private static final int LIMIT = 2 << 20;
    private static final Object IN_THIS_PROCESS = new Object();

    private PinFile() {}

    /** Says whether what is to be kept continues the log of a pin that was kept before. */
    public interface Continuity {
        /** Returns what is found against that pin, null where the log continues it. */
        @Nullable
        Finding broken(Pin earlier) throws IOException;
    }

    /**
     * Reads a pin, or a bare checkpoint note that the given key signed, with the state beside it where there is one.
     *
     * @throws EvidenceException PIN_MALFORMED, why the note within is no checkpoint by its key, STATE_MALFORMED or STATE_OF_OTHER_PIN
     */
    public static KeptPin read(Path file, @Nullable VerifierKey given) throws IOException {
        Path state = KeptPin.stateFile(file);
        if (GivenFile.isOther(state)) {
            throw new IOException(state.getFileName() + " beside it is a pipe or a device");
        }
        return KeptPin.of(pin(file, given), file);
    }

    /** Reads the pin alone. */
    public static Pin pin(Path file, @Nullable VerifierKey given) throws IOException {
        try (var in = GivenFile.open(file)) {
            byte[] read = in.readNBytes(LIMIT + 1);
            if (read.length > LIMIT) {
                throw new EvidenceException(Codes.PIN_MALFORMED, "This file is not a pin.");
            }
            String text = new String(read, StandardCharsets.UTF_8);
            return given == null || PastedText.isPin(text)
                    ? Pin.parse(PastedText.pin(text))
                    : new Pin(PastedText.note(text), given);
        }
    }

    /**
     * Puts a pin in the place of an earlier one of its log, or where there is none. Of
     * several at once, here or in other processes, the latest stays.
     *
     * @return whether there is a state beside the pin now
     * @throws CodedException PIN_NEWER, PIN_OF_OTHER_LOG, or what is found against the pin
     *        in the file: PIN_FORKED, or FRONTIER_INVALID where nothing can be compared
     * @throws EvidenceException where what is in the file is no pin, which is not replaced either
     */
    public static boolean keep(Path file, KeptPin fresh, Continuity continuity) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        synchronized (IN_THIS_PROCESS) {
            // The lock's file stays: whoever takes it away lets two others hold a lock each.
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (Files.exists(file)) {
                    Pin kept = pin(file, null);
                    requireLater(file, kept, fresh.pin(), continuity);
                    if (fresh.state() == null && kept.checkpoint().equals(fresh.pin().checkpoint())) {
                        return Files.exists(KeptPin.stateFile(file));
                    }
                }
                return fresh.write(file);
            }
        }
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
