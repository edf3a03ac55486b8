package dev.agenthub.evidence.note;

import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Signs C2SP notes with an Ed25519 seed; its {@code toString} shows the name alone. */
public final class NoteSigner {

    private final byte[] seed;
    private final VerifierKey verifierKey;

    public NoteSigner(String name, byte[] seed) {
        this.seed = seed.clone();
        this.verifierKey = new VerifierKey(name, Ed25519Keys.publicKey(seed));
    }

    public String name() {
        return verifierKey.name();
    }

    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /** The note: the text, an empty line, and this signer's line. */
    public String sign(String text) {
        SignedNote.requireText(text);
        byte[] signature = Ed25519Keys.sign(seed, text.getBytes(StandardCharsets.UTF_8));
        byte[] line = ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(verifierKey.keyHash()).put(signature)
                .array();
        return text + "\n" + SignedNote.SIGNATURE_PREFIX + name() + " " + Base64.getEncoder().encodeToString(line)
                + "\n";
    }

    @Override
    public String toString() {
        return name();
    }
}
