package dev.agenthub.app.verification;

import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.proof.EntryProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an entry's proof, tolerating the layout of mails. */
public final class ProofFile {
    private static final int BEGINNING = 256;

    private ProofFile() {}

    /** Whether a file begins as a proof. */
    public static boolean isIn(Path file) throws IOException {
        try (var in = GivenFile.open(file)) {
            return PastedText.isProof(new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8));
        }
    }

    /** Reads a proof and restores its layout. Of a file that is too large, only enough is read to know that. */
    static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(EntryProof.MAX_BYTES + 1);
            return read.length > EntryProof.MAX_BYTES
                    ? read
                    : PastedText.proof(new String(read, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }
}
