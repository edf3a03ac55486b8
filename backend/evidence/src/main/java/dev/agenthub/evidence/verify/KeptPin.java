package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A pin with the state that was saved beside it, in a file of the pin's name and {@code .state}.
 *
 * @param state null where there is none, or where the controls had been judged in part
 */
public record KeptPin(Pin pin, @Nullable SavedState state) {

    private static final String SUFFIX = ".state";

    /** Refuses a state that is not of the pin: STATE_OF_OTHER_PIN. */
    public KeptPin {
        if (state != null) {
            state.requireOf(pin);
        }
    }

    /** The path of the state that belongs to the pin in this file. */
    public static Path stateFile(Path pin) {
        return pin.resolveSibling(pin.getFileName() + SUFFIX);
    }

    /**
     * A pin that was read from that file, with the state beside it where there is one.
     *
     * @throws dev.agenthub.evidence.EvidenceException STATE_MALFORMED or STATE_OF_OTHER_PIN
     * @throws IOException where the state cannot be read
     */
    public static KeptPin of(Pin pin, Path file) throws IOException {
        try {
            return new KeptPin(pin, SavedState.read(stateFile(file)));
        } catch (NoSuchFileException e) {
            return new KeptPin(pin, null);
        }
    }

    /**
     * Writes both files atomically, one after the other. An interruption can leave a pin without a state, but never beside the state of
     * another pin.
     *
     * @return whether there is a state beside the pin now, and why not
     */
    public StateBeside write(Path file) throws IOException {
        Path target = stateFile(file);
        if (state == null) {
            Files.deleteIfExists(target);
            pin.write(file);
            return StateBeside.JUDGED_IN_PART;
        }
        try (DurableFile written = DurableFile.of(target)) {
            state.writeTo(written.out());
            long size = written.size();
            Files.deleteIfExists(target);
            pin.write(file);
            if (size > SavedState.MAX_BYTES) {
                return StateBeside.TOO_LARGE;
            }
            written.complete();
            return StateBeside.SAVED;
        }
    }
}
