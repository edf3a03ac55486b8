package dev.agenthub.app.verification;

import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads a verifier key as people hand it around: as text, or in a file that holds nothing else. */
public final class VerifierKeys {
    private static final int LIMIT = 4096;
    private static final Pattern SHAPE = Pattern.compile(".+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");

    private VerifierKeys() {}

    /** Whether it is shaped like a key itself, and so names no file. */
    public static boolean isText(String keyOrFile) {
        return SHAPE.matcher(PastedText.key(keyOrFile)).matches();
    }

    /** Reads the key that the text itself is. */
    public static VerifierKey text(String key) {
        return VerifierKey.parse(PastedText.key(key));
    }

    /** Reads the key in a file. */
    public static VerifierKey read(Path file) throws IOException {
        try (var in = GivenFile.open(file)) {
            return VerifierKey.parse(PastedText.key(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8)));
        }
    }
}
