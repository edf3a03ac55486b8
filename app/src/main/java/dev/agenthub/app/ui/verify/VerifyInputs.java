package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.app.verification.VerifierKeys;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.KeptPin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a verification: the export or proof, and the person's key and pin.
 *
 * @param keyFile the file that the key was read from
 * @param kept the pin with its saved state
 * @param pinFile the file that the pin was read from or saved to
 */
record VerifyInputs(@Nullable Path export, @Nullable VerifierKey key, @Nullable Path keyFile, @Nullable KeptPin kept,
        @Nullable Path pinFile) {
    static final VerifyInputs NONE = new VerifyInputs(null, null, null, null, null);

    /** Adds files by their kind. An export of another log clears key and pin. */
    VerifyInputs with(List<Path> files) {
        VerifyInputs inputs = this;
        for (Path file : files) {
            inputs = switch (extension(file)) {
                case "vkey" -> inputs.withKey(file);
                case "pin" -> inputs.withPin(file);
                default -> inputs.withExport(file);
            };
        }
        return inputs;
    }

    private VerifyInputs withExport(Path file) {
        Optional<String> origin = reading(file, () -> FileVerifier.claimedOrigin(file));
        boolean sameLog = origin.isEmpty() || origin.get().equals(log());
        return sameLog
                ? new VerifyInputs(file, key, keyFile, kept, pinFile)
                : new VerifyInputs(file, null, null, null, null);
    }

    /** The origin of the key's or the pin's log. */
    private @Nullable String log() {
        if (key != null) {
            return key.name();
        }
        return kept == null ? null : kept.pin().key().name();
    }

    /** Whether the pin has a saved state. */
    boolean hasState() {
        return kept != null && kept.state() != null;
    }

    /** The pin; null for none. */
    @Nullable
    Pin pin() {
        return kept == null ? null : kept.pin();
    }

    VerifyInputs withKey(Path file) {
        VerifierKey read = reading(file, () -> VerifierKeys.read(file));
        return new VerifyInputs(export, read, file, kept, pinFile);
    }

    VerifyInputs withPin(Path file) {
        KeptPin read = reading(file, () -> PinFile.read(file, key));
        return withPin(read, file);
    }

    VerifyInputs withPin(@Nullable KeptPin chosen, @Nullable Path file) {
        return new VerifyInputs(export, key, keyFile, chosen, file);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw GivenFile.unreadable(file, e);
        } catch (EvidenceException e) {
            throw new CodedException(e.code(), file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
