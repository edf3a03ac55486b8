package dev.agenthub.app.verification;

import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.proof.ProofReport;
import dev.agenthub.evidence.proof.ProofVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the proof of an entry as people mail it. */
public final class ProofFile {
    private static final int BEGINNING = 256;

    private ProofFile() {}

    /** Whether a file says that it is a proof. */
    public static boolean isIn(Path file) throws IOException {
        try (var in = GivenFile.open(file)) {
            return PastedText.isProof(new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8));
        }
    }

    /** The bytes of the proof, laid out as the format says; EntryProof.parse refuses what is none. */
    static byte[] read(Path file) throws IOException {
        return laidOut(bytes(file));
    }

    private static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(EntryProof.MAX_BYTES + 1);
        }
    }

    private static byte[] laidOut(byte[] read) {
        return read.length > EntryProof.MAX_BYTES
                ? read
                : PastedText.proof(new String(read, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Verifies a proof; one that has to be laid out again is verified as a file of its own, since the verifier reads files. */
    static ProofReport verify(Path file, @Nullable VerifierKey key, @Nullable Pin pin) throws IOException {
        byte[] read = bytes(file);
        byte[] proof = laidOut(read);
        if (Arrays.equals(proof, read)) {
            return ProofVerifier.verify(file, key, pin);
        }
        Path tidy = Files.createTempFile("agenthub", ".tlog-proof");
        try {
            Files.write(tidy, proof);
            return ProofVerifier.verify(tidy, key, pin);
        } finally {
            Files.deleteIfExists(tidy);
        }
    }
}
