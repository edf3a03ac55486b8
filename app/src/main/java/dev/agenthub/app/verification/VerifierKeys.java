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

    /** Reads the text itself where it is shaped like a key, else the file of that name. */
    public static VerifierKey textOrFile(String keyOrFile) throws IOException {
        String key = PastedText.key(keyOrFile);
        return SHAPE.matcher(key).matches() ? VerifierKey.parse(key) : read(Path.of(keyOrFile));
    }

    /** Reads the key in a file. */
    public static VerifierKey read(Path file) throws IOException {
        try (var in = GivenFile.open(file)) {
            return VerifierKey.parse(PastedText.key(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8)));
        }
    }
}
