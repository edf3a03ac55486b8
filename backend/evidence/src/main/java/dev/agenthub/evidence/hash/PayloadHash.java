package dev.agenthub.evidence.hash;

import java.nio.charset.StandardCharsets;

/** The hash that names the payload of an action or of a change, and that approvers sign (SPEC.md §2). */
public final class PayloadHash {

    /** What the member {@code v} of an action's payload says. */
    public static final String ACTION = "agenthub/action/v1";
    /** What the member {@code v} of a change's payload says. */
    public static final String CHANGE = "agenthub/change/v1";

    private static final byte[] ACTION_TAG = tag(ACTION);
    private static final byte[] CHANGE_TAG = tag(CHANGE);

    private PayloadHash() {}

    private static byte[] tag(String version) {
        return (version + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Of an action: SHA-256 over the tag and the canonical payload; the caller has made the bytes canonical. */
    public static Hash of(byte[] canonicalPayload) {
        return Hash.sha256(ACTION_TAG, canonicalPayload);
    }

    /** The same of a change. */
    public static Hash ofChange(byte[] canonicalPayload) {
        return Hash.sha256(CHANGE_TAG, canonicalPayload);
    }
}
