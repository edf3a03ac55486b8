package dev.agenthub.evidence.note;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checkpoint that an auditor keeps, with the key that signed it. As a file it is three parts of UTF-8 text: the line {@code
 * agenthub/pin/v1}, the vkey on a line, and the signed note as it was.
 */
public record Pin(String note, VerifierKey key) {

    /** The first line of the file. */
    public static final String FORMAT = "agenthub/pin/v1";
    /** The largest file that is read, in bytes. */
    public static final int MAX_BYTES = 2 << 20;

    /** Rejects a note that the key did not sign. */
    public Pin {
        Checkpoint.open(note, key);
    }

    public Checkpoint checkpoint() {
        return Checkpoint.unverified(note);
    }

    public String text() {
        return FORMAT + "\n" + key + "\n" + note;
    }

    /**
     * Reads the text of a pin.
     *
     * @throws EvidenceException PIN_MALFORMED, or why the note within is no checkpoint by the key within
     */
    public static Pin parse(String text) {
        String[] parts = text.split("\n", 3);
        if (parts.length != 3 || !parts[0].equals(FORMAT)) {
            throw malformed();
        }
        return new Pin(parts[2], VerifierKey.parse(parts[1]));
    }

    public static Pin read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw malformed();
        }
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString());
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    /** Writes the file atomically; replaces an older pin. */
    public void write(Path file) throws IOException {
        DurableFile.write(file, text().getBytes(StandardCharsets.UTF_8));
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.PIN_MALFORMED, "This file is not a pin.");
    }
}
