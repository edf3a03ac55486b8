package dev.agenthub.evidence.verify.controls.saved;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The state of the controls at a certain size of a log, from which a later verification can continue. It must be kept as safely as the pin
 * beside it, since both are trusted. Immutable.
 */
public final class SavedState {

    /** The largest size of a state, in bytes: about three million requests that ran, or 82,000 that are open. */
    public static final long MAX_BYTES = 64L << 20;

    private final Checkpoint checkpoint;
    private final ControlsState memory;

    public SavedState(Checkpoint checkpoint, ControlsState memory) {
        this.checkpoint = checkpoint;
        this.memory = memory;
    }

    /**
     * Reads a state that was saved.
     *
     * @throws EvidenceException STATE_MALFORMED where the file is none, with the offset of the line at fault
     * @throws IOException where the file cannot be read
     */
    public static SavedState read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new StateReader(in, MAX_BYTES).read();
        }
    }

    /** Writes the state; the same state is always the same bytes. The stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        new StateWriter(out).write(this);
    }

    /** The log's name, size and root at which this was the state. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Checks that this is the state at that pin.
     *
     * @throws EvidenceException STATE_OF_OTHER_PIN
     */
    public void requireOf(@Nullable Pin pin) {
        if (pin == null || !pin.checkpoint().equals(checkpoint)) {
            throw new EvidenceException(Codes.STATE_OF_OTHER_PIN, "The saved state is of "
                    + checkpoint.size() + " entries of " + checkpoint.origin() + ", which is not what the pin is of.");
        }
    }

    public ControlsState memory() {
        return memory;
    }
}
