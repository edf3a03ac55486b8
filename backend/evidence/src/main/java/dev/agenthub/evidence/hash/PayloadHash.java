package dev.agenthub.evidence.hash;

import java.nio.charset.StandardCharsets;

/** The hash that names an action's payload and that approvers sign. */
public final class PayloadHash {

    private static final byte[] TAG = "agenthub/action/v1\n".getBytes(StandardCharsets.US_ASCII);

    private PayloadHash() {}

    /** SHA-256 over the tag and the canonical payload; the caller has made the bytes canonical. */
    public static Hash of(byte[] canonicalPayload) {
        return Hash.sha256(TAG, canonicalPayload);
    }
}
