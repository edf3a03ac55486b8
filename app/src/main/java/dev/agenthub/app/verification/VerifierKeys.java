package dev.agenthub.app.verification;

import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads a verifier key, given as text or as a file. */
public final class VerifierKeys {
    private static final int LIMIT = 4096;
    private static final Pattern SHAPE = Pattern.compile(".+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");

    private VerifierKeys() {}

    /** Whether {@code keyOrFile} has the form of a key, and so is no file name. */
    public static boolean isText(String keyOrFile) {
        return SHAPE.matcher(PastedText.key(keyOrFile)).matches();
    }

    /** Parses a key. */
    public static VerifierKey text(String key) {
        return VerifierKey.parse(PastedText.key(key));
    }

    /** Reads the key in a file that holds nothing else. */
    public static VerifierKey read(Path file) throws IOException {
        try (var in = GivenFile.open(file)) {
            return VerifierKey.parse(PastedText.key(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8)));
        }
    }
}
